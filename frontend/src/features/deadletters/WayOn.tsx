import { Radio, Stack } from "@mantine/core";
import type { DeadLetterGroup } from "@/api/types";
import { adviceFor } from "./advice";
import classes from "./DeadLetters.module.css";

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
      <Stack gap="sm" mt="xs" className={classes.choices}>
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

function redriveInWords({ code, step_name }: DeadLetterGroup, number: number): string {
  const one = number === 1;
  return [
    `${one ? "It goes" : "Each goes"} on at the step “${step_name}” with the flow version and the`,
    "idempotency keys it had. Steps that succeeded do not run again.",
    adviceFor(code).redriveHelps
      ? "If the cause still stands,"
      : "The message and the flow do not fit: most likely",
    one ? "it comes back here." : "they come back here.",
  ].join(" ");
}

function replayInWords({ version }: DeadLetterGroup, number: number, live: number | null): string {
  const one = number === 1;
  const same = live !== null && live === version;
  return [
    live === null ? "" : `Version ${live} is live.`,
    same ? "It is the one that met this error: publish the corrected flow first." : "",
    `${one ? "A new execution starts" : "A new execution of each starts"} from the stored message,`,
    "and every step runs, also those that had succeeded: targets that know the record update it;",
    `others may receive it a second time. ${one ? "The dead letter is" : "The dead letters are"}`,
    "laid aside under “Replayed”.",
  ]
    .filter(Boolean)
    .join(" ");
}
