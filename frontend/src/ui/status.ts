/** The one table of what each state is called, looks like and means. Icon, word and colour together. */

import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDot,
  IconClockPause,
  IconHandStop,
  IconHelpHexagon,
  IconPencil,
  IconPlayerPause,
  IconProgress,
  IconRotateClockwise,
  IconSkull,
} from "@tabler/icons-react";

export type Tone = "neutral" | "running" | "waiting" | "retrying" | "good" | "bad" | "unsure";

export interface StatusLook {
  word: string;
  tone: Tone;
  icon: Icon;
  /** Said on hover, for who meets the state the first time. */
  meaning: string;
}

export const STATUS: Record<string, StatusLook> = {
  queued: {
    word: "Queued",
    tone: "neutral",
    icon: IconCircleDashed,
    meaning: "Accepted and stored; a worker will take it.",
  },
  running: { word: "Running", tone: "running", icon: IconProgress, meaning: "A worker is at it." },
  waiting: {
    word: "Waiting",
    tone: "waiting",
    icon: IconClockPause,
    meaning: "Paused by a wait step until its time comes.",
  },
  held: {
    word: "Held",
    tone: "waiting",
    icon: IconHandStop,
    meaning: "Open when its backup was made: it goes on when a person lets it go.",
  },
  retrying: {
    word: "Retrying",
    tone: "retrying",
    icon: IconRotateClockwise,
    meaning: "A call failed or was held back; it is made again by itself.",
  },
  succeeded: {
    word: "Succeeded",
    tone: "good",
    icon: IconCircleCheck,
    meaning: "Every step that had to run has run.",
  },
  failed: {
    word: "Failed",
    tone: "bad",
    icon: IconAlertTriangle,
    meaning: "A stop step ended it as failed. Nothing is left to do here.",
  },
  dead: {
    word: "Dead letter",
    tone: "bad",
    icon: IconSkull,
    meaning: "An error was permanent or its retries ran out. It can be redriven.",
  },
  indeterminate: {
    word: "Indeterminate",
    tone: "unsure",
    icon: IconHelpHexagon,
    meaning: "A call may or may not have arrived. A person must say which.",
  },
  cancelled: { word: "Cancelled", tone: "neutral", icon: IconBan, meaning: "Stopped by a person." },
  held_back: {
    word: "Held back",
    tone: "waiting",
    icon: IconClockPause,
    meaning: "The call did not leave, since it was not its turn. It is made by itself later.",
  },
  skipped: {
    word: "Skipped",
    tone: "neutral",
    icon: IconCircleDashed,
    meaning: "No path led here in this execution.",
  },
  started: { word: "Running", tone: "running", icon: IconProgress, meaning: "A worker is at it." },
};

export const FLOW_STATE: Record<string, StatusLook> = {
  draft: {
    word: "Draft",
    tone: "neutral",
    icon: IconPencil,
    meaning: "Never published: nothing can start it.",
  },
  live: {
    word: "Live",
    tone: "good",
    icon: IconCircleDot,
    meaning: "Its published version accepts work.",
  },
  paused: {
    word: "Paused",
    tone: "retrying",
    icon: IconPlayerPause,
    meaning: "Published, but it takes no new work until it is resumed.",
  },
};

/** The states of one step within an execution, and of one attempt at it. */
export const STEP_STATE: Record<string, StatusLook> = {
  started: { word: "Running", tone: "running", icon: IconProgress, meaning: "A worker is at it." },
  waiting: {
    word: "Waiting",
    tone: "waiting",
    icon: IconClockPause,
    meaning: "It goes on when its time comes.",
  },
  held_back: {
    word: "Held back",
    tone: "waiting",
    icon: IconClockPause,
    meaning: "The call did not leave, since it was not its turn. It is made by itself later.",
  },
  skipped: {
    word: "Not called",
    tone: "neutral",
    icon: IconCircleDashed,
    meaning: "The execution ended before a call left.",
  },
  retrying: {
    word: "Retrying",
    tone: "retrying",
    icon: IconRotateClockwise,
    meaning: "The last attempt failed; it is tried again by itself.",
  },
  succeeded: {
    word: "Succeeded",
    tone: "good",
    icon: IconCircleCheck,
    meaning: "Done; it will not run again.",
  },
  failed: {
    word: "Failed",
    tone: "bad",
    icon: IconAlertTriangle,
    meaning: "The attempt ended in an error.",
  },
  indeterminate: {
    word: "Indeterminate",
    tone: "unsure",
    icon: IconHelpHexagon,
    meaning: "The answer was lost: it may or may not have arrived.",
  },
};

/** The look of a state; an unknown one is shown by its own name rather than hidden. */
export function lookOf(status: string, table: Record<string, StatusLook> = STATUS): StatusLook {
  return (
    table[status] ?? { word: status, tone: "neutral", icon: IconCircleDashed, meaning: status }
  );
}

/** An execution's status as a person needs it: held ones wait for somebody, not for their time. */
export const statusOf = ({ status, held }: { status: string; held?: boolean }): string =>
  held ? "held" : status;

export const toneColour = (tone: Tone) => `var(--fl-state-${tone})`;
export const toneSurface = (tone: Tone) => `var(--fl-state-${tone}-soft)`;
