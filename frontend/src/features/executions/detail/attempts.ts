import type { StepAttempt } from "@/api/types";

/** The pause between two attempts, in milliseconds; null where one of the moments is not known. */
export function waited(before: StepAttempt | undefined, attempt: StepAttempt): number | null {
  if (!before?.finished_at || !attempt.started_at) return null;
  return Math.max(0, Date.parse(attempt.started_at) - Date.parse(before.finished_at));
}
