/** What was redriven in this browser, so that one sees what became of it. */

import type { Accounting } from "@/api/types";
import { count } from "@/ui/time";
import { useStored } from "@/ui/useStored";

export interface Redrive {
  /** Milliseconds since 1970; names it too. */
  at: number;
  flow: string;
  cause: string;
  executions: string[];
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
