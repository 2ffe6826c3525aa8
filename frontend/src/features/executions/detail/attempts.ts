import type { ExecutionStep, StepAttempt } from "@/api/types";

/** The pause between two attempts, in milliseconds; null where one of the moments is not known. */
export function waited(before: StepAttempt | undefined, attempt: StepAttempt): number | null {
  if (!before?.finished_at || !attempt.started_at) return null;
  return Math.max(0, Date.parse(attempt.started_at) - Date.parse(before.finished_at));
}

export const isHeldBack = ({ status }: Pick<StepAttempt, "status">) => status === "held_back";

/** How many attempts were made; what was held back did not call. */
export const madeOf = ({ attempts }: Pick<ExecutionStep, "attempts">) =>
  attempts.filter((one) => !isHeldBack(one)).length;

/** What waits for a limit, or since its target asked for it, counts against no number of attempts; what
 * waits for a connection that failed several times does. */
export const usesNone = (attempt: StepAttempt) =>
  isHeldBack(attempt) && attempt.error?.code === "connector.held_back";

/** The end of an attempt on the time line, in milliseconds since 1970: one that was held back lasts
 * until its time, or until the next begins. */
export function endOf(attempt: StepAttempt, next: StepAttempt | undefined, now: number): number {
  const until = isHeldBack(attempt) ? attempt.resume_at : attempt.finished_at;
  const end = Date.parse(until ?? "") || now;
  if (!isHeldBack(attempt)) return end;
  return Math.min(end, Date.parse(next?.started_at ?? "") || now);
}
