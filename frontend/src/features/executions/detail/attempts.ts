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

/** The last attempt that was made. */
export const lastMadeOf = ({ attempts }: Pick<ExecutionStep, "attempts">) =>
  attempts.filter((one) => !isHeldBack(one)).pop();

/** Attempt → which of those that were made it is, from 1; those held back have no number. */
export function numbersOf(attempts: readonly StepAttempt[]): (number | null)[] {
  let made = 0;
  return attempts.map((one) => (isHeldBack(one) ? null : ++made));
}

/** The end of an attempt on the time line, in milliseconds since 1970: one that was held back lasts
 * until its time, or until the next begins. */
export function endOf(attempt: StepAttempt, next: StepAttempt | undefined, now: number): number {
  const until = isHeldBack(attempt) ? attempt.resume_at : attempt.finished_at;
  const end = Date.parse(until ?? "") || now;
  if (!isHeldBack(attempt)) return end;
  return Math.min(end, Date.parse(next?.started_at ?? "") || now);
}

/** Steps whose calls may lose their answer; what others make of data is theirs alone. */
const CALLING = new Set(["call", "batch", "for_each", "publish"]);

/** What a person said of this attempt, whose answer was lost; null where an answer came. It then ends
 * when the person said so, which tells nothing of the call. */
export function resolutionOf(step: ExecutionStep, index: number): string | null {
  if (index !== step.attempts.length - 1 || !CALLING.has(step.kind)) return null;
  if (step.attempts[index]?.status !== "succeeded") return null;
  const { output } = step;
  if (typeof output !== "object" || output === null || Array.isArray(output)) return null;
  const { resolved, ...others } = output;
  return typeof resolved === "string" && Object.keys(others).length === 0 ? resolved : null;
}

export const resolvedWords = (said: string) =>
  said ? `Resolved by a person: ${said}` : "Resolved by a person";
