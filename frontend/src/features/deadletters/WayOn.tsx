import { Radio, Stack } from "@mantine/core";
import type { DeadLetterGroup } from "@/api/types";
import { adviceFor } from "./advice";

export type Way = "redrive" | "replay";

interface Props {
  group: DeadLetterGroup;
  number: number;
  /** Of the flow; null where it is not known. */
  live: number | null;
  way: Way;
  onChange: (way: Way) => void;
}

/** How dead letters go on: where they stopped, on the version they ran on, or anew on the live one. */
export function WayOn({ group, number, live, way, onChange }: Props) {
  return (
    <Radio.Group
      label="How do they go on?"
      value={way}
      onChange={(value) => onChange(value as Way)}
    >
      <Stack gap="md" mt="xs">
        <Radio
          value="redrive"
          label="Redrive on the version it ran on"
          description={redriveInWords(group, number)}
        />
        <Radio
          value="replay"
          label="Replay the message on the live version"
          description={replayInWords(group, number, live)}
        />
      </Stack>
    </Radio.Group>
  );
}

/** A cause may have been met at several steps. */
const placeOf = ({ step, step_name }: DeadLetterGroup): string =>
  step?.includes(", ")
    ? `at the step where it stopped (${step_name})`
    : `at the step “${step_name}”`;

const redriveInWords = (group: DeadLetterGroup, number: number): string =>
  [
    `${number === 1 ? "It goes" : "Each goes"} on ${placeOf(group)} with the flow version`,
    "and the idempotency keys it had. Steps that succeeded do not run again.",
    adviceFor(group.code).redriveHelps
      ? "If the cause still stands,"
      : "The message and the flow do not fit: most likely",
    number === 1 ? "it comes back here." : "they come back here.",
  ].join(" ");

const replayInWords = (group: DeadLetterGroup, number: number, live: number | null): string =>
  [
    liveInWords(group, live),
    number === 1 ? "A new execution starts" : "A new execution of each starts",
    "from the stored message, and every step runs, also those that had succeeded: targets that",
    "know the record update it; others may receive it a second time.",
    number === 1 ? "The dead letter is" : "The dead letters are",
    "laid aside under “Replayed”.",
  ].join(" ");

function liveInWords({ version, code }: DeadLetterGroup, live: number | null): string {
  if (live === null) return "";
  if (live !== version) return `Version ${live} is live.`;
  return adviceFor(code).redriveHelps
    ? `Version ${live} is live: the one they ran on.`
    : `Version ${live} is live: the one that met this error. Publish the corrected flow first.`;
}
