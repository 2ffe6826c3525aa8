/** What was redriven or replayed in this browser, so that one sees what became of it. */

import type { Accounting } from "@/api/types";
import { count } from "@/ui/time";
import { useStored } from "@/ui/useStored";

export interface Redrive {
  /** Milliseconds since 1970; names it too. */
  at: number;
  flow: string;
  cause: string;
  /** Those to look after: the redriven ones, or the new ones that replays are. */
  executions: string[];
  /** Replayed with the live version. */
  replayed?: boolean;
  /** What could not be started anew, with the first reason. */
  refused?: { number: number; why: string };
}

const KEPT_MS = 86_400_000;
const MOST = 10;

export const kept = (redrives: readonly Redrive[], now: number): Redrive[] =>
  redrives.filter(({ at }) => now - at < KEPT_MS).slice(0, MOST);

export function useRedrives() {
  const [redrives, setRedrives] = useStored<Redrive[]>("redrives", []);
  return {
    redrives,
    note: (redrive: Redrive) => setRedrives((before) => kept([redrive, ...before], Date.now())),
    forget: (at: number) => setRedrives((before) => before.filter((one) => one.at !== at)),
  };
}

export const doneInWords = ({ executions, replayed }: Redrive): string =>
  `${count(executions.length)} ${replayed ? "replayed" : "redriven"}`;

/** "2 could not be started and stay here: The payload is no longer kept." */
export const refusedInWords = ({ refused }: Pick<Redrive, "refused">): string =>
  refused
    ? `${count(refused.number)} could not be started and ${refused.number === 1 ? "stays" : "stay"} here: ${refused.why}`
    : "";

/** "28 succeeded, 2 dead again, 3 still open" */
export function progressInWords(counts: Accounting): string {
  const parts: [number, string][] = [
    [counts.succeeded, "succeeded"],
    [counts.dead, "dead again"],
    [counts.failed, "failed"],
    [counts.indeterminate, "indeterminate"],
    [counts.cancelled, "cancelled"],
    [counts.open, "still open"],
  ];
  const words = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${count(number)} ${word}`);
  return words.join(", ") || "nothing left to see";
}
