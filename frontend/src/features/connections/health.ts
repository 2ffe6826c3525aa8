/** A connection's health in words. */

import {
  IconCircleCheck,
  IconCircleDashed,
  IconPlugConnectedX,
  IconTool,
} from "@tabler/icons-react";
import type { Connection } from "@/api/types";
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

/** What is known of a connection, in one sentence: the last failure, the last test, or from calls. */
export function knownOf({ health, health_message, health_changed_at, last_test }: Connection) {
  if (health === "failing" || health === "refused")
    return health_message || healthLook(health).meaning;
  const newest = last_test && (!health_changed_at || last_test.at >= health_changed_at);
  if (newest && last_test.ok) return last_test.message;
  return health === "healthy" ? "Calls of flows are answered." : healthLook(health).meaning;
}

/** The rest of a connection, where it is not over. */
export function restOf({ rests_until, rest_reason }: Connection, now: number) {
  if (!rests_until || Date.parse(rests_until) <= now) return null;
  return { until: rests_until, reason: rest_reason };
}

export const restReason = (reason: string) =>
  reason === "asked" ? "its target asked for it" : "it failed several times in a row";

export function healthLook(health: string): StatusLook {
  return (
    LOOKS[health] ?? { word: health, tone: "neutral", icon: IconCircleDashed, meaning: health }
  );
}
