import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { countsQuery } from "@/api/resources/deadletters";
import type { Accounting } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import { count } from "@/ui/time";
import classes from "./Redrives.module.css";
import {
  doneInWords,
  progressInWords,
  type Redrive,
  refusedInWords,
  useRedrives,
} from "./redrives";

const AGAIN_MS = 2_000;
/** So many executions a request for their counts may name. */
const MOST_COUNTED = 1_000;

/** What was redriven or replayed lately and what became of it. */
export function Redrives() {
  const { redrives, forget } = useRedrives();
  if (redrives.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Redriven and replayed lately">
      {redrives.map((redrive) => (
        <Progress key={redrive.at} redrive={redrive} onForget={() => forget(redrive.at)} />
      ))}
    </ul>
  );
}

function Progress({ redrive, onForget }: { redrive: Redrive; onForget: () => void }) {
  const counts = useQuery({
    ...countsQuery(redrive.executions.slice(0, MOST_COUNTED)),
    enabled: redrive.executions.length > 0,
    refetchInterval: ({ state }) => (state.data?.open === 0 ? false : AGAIN_MS),
  });
  return (
    <li className={classes.redrive}>
      <span className={classes.what}>
        <strong>{doneInWords(redrive)}</strong>{" "}
        <RelativeTime at={new Date(redrive.at).toISOString()} />
        <span className={classes.cause}>
          {redrive.flow}: {redrive.cause}
        </span>
        {redrive.refused && (
          <span className={classes.refused} title={refusedInWords(redrive)}>
            {refusedInWords(redrive)}
          </span>
        )}
      </span>
      {counts.data && <Bar counts={counts.data} />}
      <span className={classes.words} role="status">
        {wordsOf(redrive, counts.data)}
      </span>
      <ActionIcon size="sm" aria-label={`Forget “${doneInWords(redrive)}”`} onClick={onForget}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </li>
  );
}

function wordsOf({ executions }: Redrive, counts: Accounting | undefined): string {
  if (executions.length === 0) return "";
  const words = counts ? progressInWords(counts) : "…";
  return executions.length > MOST_COUNTED ? `of the first ${count(MOST_COUNTED)}: ${words}` : words;
}

const PARTS = [
  ["succeeded", "good"],
  ["dead", "bad"],
  ["failed", "bad"],
  ["indeterminate", "unsure"],
  ["open", "running"],
] as const;

function Bar({ counts }: { counts: Accounting }) {
  const share = (number: number) => `${(number / Math.max(counts.accepted, 1)) * 100}%`;
  return (
    <span className={classes.bar} aria-hidden>
      {PARTS.map(([name, tone]) => (
        <span key={name} data-tone={tone} style={{ width: share(counts[name]) }} />
      ))}
    </span>
  );
}
