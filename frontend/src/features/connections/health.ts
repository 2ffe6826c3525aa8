/** A connection's health in words. */

import {
  IconCircleCheck,
  IconCircleDashed,
  IconPlugConnectedX,
  IconTool,
} from "@tabler/icons-react";
import type { StatusLook } from "@/ui/status";

const LOOKS: Record<string, StatusLook> = {
  healthy: {
    word: "Healthy",
    tone: "good",
    icon: IconCircleCheck,
    meaning: "The last calls were answered.",
  },
  failing: {
    word: "Failing",
    tone: "retrying",
    icon: IconTool,
    meaning: "The last calls were not answered; they are tried again.",
  },
  refused: {
    word: "Refused",
    tone: "bad",
    icon: IconPlugConnectedX,
    meaning: "The system refuses the credentials or the settings. A person has to change them.",
  },
  unknown: {
    word: "Not tried yet",
    tone: "neutral",
    icon: IconCircleDashed,
    meaning: "No call was made and no test was run.",
  },
};

export function healthLook(health: string): StatusLook {
  return (
    LOOKS[health] ?? { word: health, tone: "neutral", icon: IconCircleDashed, meaning: health }
  );
}
