/** The states of one execution on the flow's graph, without React. */

import type { ExecutionStep, StepAttempt } from "@/api/types";

import { TRIGGER } from "@/features/graph/model";

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

/** The state of a step, from its attempts of all items. Once the execution is `over` nothing comes again:
 * what was held back was never made, and what was to be tried again failed. */
export function stateOf(steps: readonly ExecutionStep[], id: string, over = false): StepState {
  const own = steps.filter((one) => one.step === id || one.step.startsWith(`${id}.`));
  if (own.length === 0) return "untouched";
  const main = own.find((one) => one.step === id);
  const last = main?.attempts[main.attempts.length - 1];
  if (main && last?.resume_at && !over) return COMES_AGAIN[last.status] ?? "waiting";
  const statuses = new Set((main ? [main] : own).map((one) => one.status));
  if (statuses.has("indeterminate")) return "unsure";
  if (statuses.has("failed")) return "failed";
  if (statuses.has("held_back")) return "untouched";
  if (statuses.has("started") || !main) return "running";
  return "succeeded";
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
