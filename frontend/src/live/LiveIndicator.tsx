import { Tooltip } from "@mantine/core";
import { IconBolt, IconBoltOff, IconClockHour4, IconLoader2 } from "@tabler/icons-react";
import type { LiveState } from "./connection";
import classes from "./LiveIndicator.module.css";
import { useLiveState } from "./useLive";

const WORDS: Record<LiveState, { word: string; says: string; icon: typeof IconBolt }> = {
  connecting: {
    word: "Connecting",
    says: "The live channel is being opened.",
    icon: IconLoader2,
  },
  live: {
    word: "Live",
    says: "Changes appear by themselves, within a second.",
    icon: IconBolt,
  },
  degraded: {
    word: "Slower",
    says: "The message channel is away. Changes still appear, read from the database every two seconds.",
    icon: IconClockHour4,
  },
  offline: {
    word: "Offline",
    says: "The live connection is lost. What is shown may be old; it is read anew as soon as the connection is back.",
    icon: IconBoltOff,
  },
};

/** Tells whether the page follows by itself: icon and word, the explanation on hover. */
export function LiveIndicator() {
  const state = useLiveState();
  const { word, says, icon: Icon } = WORDS[state];
  return (
    <Tooltip label={says} multiline w={280}>
      <span className={classes.live} data-state={state} role="status">
        <Icon size={14} stroke={2} aria-hidden />
        {word}
        <span className={classes.hidden}>{says}</span>
      </span>
    </Tooltip>
  );
}
