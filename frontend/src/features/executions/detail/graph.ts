/** The states of one execution on the flow's graph, without React. */

import type { ExecutionStep, StepAttempt } from "@/api/types";

import { TRIGGER } from "@/features/graph/model";
import { isHeldBack, madeOf } from "./attempts";

export type StepState =
  | "succeeded"
  | "failed"
  | "unsure"
  | "running"
  | "retrying"
  | "held"
  | "waiting"
  | "untouched";

const OPEN = new Set(["queued", "running", "waiting", "retrying"]);

/** What a last attempt that has a time for the next says of the step. */
const COMES_AGAIN: Partial<Record<StepAttempt["status"], StepState>> = {
  failed: "retrying",
  held_back: "held",
};

/** Whether nothing more happens by itself, so that what was not touched will not be. */
export const isOver = (status: string) => !OPEN.has(status);

/** What a step of several parts is, where its parts differ: the first of these that one of them is. */
const FIRST: readonly StepState[] = ["unsure", "retrying", "held", "failed", "waiting"];

/** The state of a step, from its attempts of all items. */
export function stateOf(steps: readonly ExecutionStep[], id: string, over = false): StepState {
  const own = steps.filter((one) => one.step === id || one.step.startsWith(`${id}.`));
  if (own.length === 0) return "untouched";
  const main = own.find((one) => one.step === id);
  if (main) return partState(main, over);
  const states = new Set(own.map((one) => partState(one, over)));
  if (over && states.size === 1 && states.has("untouched")) return "untouched";
  return FIRST.find((state) => states.has(state)) ?? "running";
}

/** The state of one part. Once the execution is `over` nothing comes again: what was held back is as its
 * last call left it, and what was to be tried again failed. */
export function partState(part: ExecutionStep, over: boolean): StepState {
  const last = part.attempts[part.attempts.length - 1];
  if (!last) return "untouched";
  if (last.resume_at && !over) return COMES_AGAIN[last.status] ?? "waiting";
  if (last.resume_at && isHeldBack(last) && madeOf(part) === 0) return "untouched";
  if (last.status === "indeterminate") return "unsure";
  if (last.status === "failed" || isHeldBack(last)) return "failed";
  return last.status === "started" ? "running" : "succeeded";
}

/** The states as the status badges call them. */
export const STATUS_OF: Record<Exclude<StepState, "untouched">, string> = {
  succeeded: "succeeded",
  failed: "dead",
  unsure: "indeterminate",
  running: "running",
  retrying: "retrying",
  held: "held_back",
  waiting: "waiting",
};

/** Whether the execution went along an edge: its source left by the edge's port, and the target ran. */
export function taken(steps: readonly ExecutionStep[], from: string, to: string, port: string) {
  const target = steps.some((one) => one.step === to || one.step.startsWith(`${to}.`));
  if (from === TRIGGER) return target;
  const source = steps.find((one) => one.step === from);
  const last = source?.attempts[source.attempts.length - 1];
  return target && last !== undefined && (last.port ?? "out") === port;
}
