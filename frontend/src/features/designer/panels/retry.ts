/** What a retry policy means in seconds. */

import type { RetryPolicy } from "@/api/types";
import { duration } from "@/ui/time";

export const DEFAULT_RETRY: Required<RetryPolicy> = {
  max_attempts: 8,
  initial_s: 1,
  factor: 2,
  max_s: 300,
  jitter: 0.2,
};

const SHOWN = 6;

/** The waits between the attempts, in seconds, without the part of chance. */
export function waitSeconds(retry: RetryPolicy): number[] {
  const policy = { ...DEFAULT_RETRY, ...retry };
  const count = Math.max(0, Math.min(policy.max_attempts - 1, 100));
  return Array.from({ length: count }, (_, index) =>
    Math.min(policy.initial_s * policy.factor ** index, policy.max_s),
  );
}

/** How long a target may be down; a wait counts as a second at least. */
export const patienceSeconds = (retry: RetryPolicy): number =>
  waitSeconds(retry).reduce((sum, one) => sum + Math.max(one, 1), 0);

/** "1 s, 2 s, 4 s" */
export function waits(retry: RetryPolicy): string {
  const seconds = waitSeconds(retry);
  if (seconds.length === 0) return "no wait at all: there is one attempt";
  const shown = seconds.slice(0, SHOWN).map((one) => duration(one * 1000));
  return seconds.length > SHOWN ? `${shown.join(", ")} …` : shown.join(", ");
}
