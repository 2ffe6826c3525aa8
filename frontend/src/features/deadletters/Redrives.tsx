import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { countsQuery } from "@/api/resources/deadletters";
import type { Accounting } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import { count } from "@/ui/time";
import classes from "./Redrives.module.css";
import { progressInWords, type Redrive, useRedrives } from "./redrives";

const AGAIN_MS = 2_000;

/** What was redriven lately and what became of it. */
export function Redrives() {
  const { redrives, forget } = useRedrives();
  if (redrives.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Redriven lately">
      {redrives.map((redrive) => (
        <Progress key={redrive.at} redrive={redrive} onForget={() => forget(redrive.at)} />
      ))}
    </ul>
  );
}

function Progress({ redrive, onForget }: { redrive: Redrive; onForget: () => void }) {
  const counts = useQuery({
    ...countsQuery(redrive.executions),
    refetchInterval: ({ state }) => (state.data?.open === 0 ? false : AGAIN_MS),
  });
  return (
    <li className={classes.redrive}>
      <span className={classes.what}>
        <strong>{count(redrive.executions.length)} redriven</strong>{" "}
        <RelativeTime at={new Date(redrive.at).toISOString()} />
        <span className={classes.cause}>
          {redrive.flow}: {redrive.cause}
        </span>
      </span>
      {counts.data && <Bar counts={counts.data} />}
      <span className={classes.words} role="status">
        {counts.data ? progressInWords(counts.data) : "…"}
      </span>
      <ActionIcon size="sm" aria-label="Forget this redrive" onClick={onForget}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </li>
  );
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
