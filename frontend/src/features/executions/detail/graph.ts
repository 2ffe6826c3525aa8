/** The flow's graph in the states of one execution; geometry and states without React. */

import type { ExecutionStep, FlowDefinition, Position } from "@/api/types";

export const TRIGGER = "trigger";
export type StepState = "succeeded" | "failed" | "running" | "retrying" | "waiting" | "untouched";

const COLUMN = 260;
const ROW = 110;

/** Where each node stands: as drawn in the designer, else in columns by distance from the trigger. */
export function placed(definition: FlowDefinition): Record<string, Position> {
  const drawn = definition.steps.every((step) => step.position);
  if (!drawn) return inColumns(definition);
  const positions: Record<string, Position> = {};
  for (const step of definition.steps) if (step.position) positions[step.id] = step.position;
  positions[TRIGGER] = definition.trigger.position ?? beforeTheFirst(positions);
  return positions;
}

function beforeTheFirst(positions: Record<string, Position>): Position {
  const all = Object.values(positions);
  const left = Math.min(0, ...all.map((one) => one.x));
  const first = all.find((one) => one.x === Math.min(...all.map((other) => other.x)));
  return { x: Math.min(left, (first?.x ?? 0) - COLUMN), y: first?.y ?? 0 };
}

function inColumns(definition: FlowDefinition): Record<string, Position> {
  const depth = depths(definition);
  const filled = new Map<number, number>();
  const positions: Record<string, Position> = {};
  for (const id of [TRIGGER, ...definition.steps.map((step) => step.id)]) {
    const column = depth[id] ?? 0;
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    positions[id] = { x: column * COLUMN, y: row * ROW };
  }
  return positions;
}

/** Longest way from the trigger to each node; a graph of n nodes settles within n rounds. */
function depths(definition: FlowDefinition): Record<string, number> {
  const depth: Record<string, number> = { [TRIGGER]: 0 };
  for (let round = 0; round <= definition.steps.length; round += 1) {
    for (const edge of definition.edges) {
      const from = depth[edge.from];
      if (from !== undefined) depth[edge.to] = Math.max(depth[edge.to] ?? 0, from + 1);
    }
  }
  return depth;
}

/** The state of a step, from its attempts of all items. */
export function stateOf(steps: readonly ExecutionStep[], id: string): StepState {
  const own = steps.filter((one) => one.step === id || one.step.startsWith(`${id}.`));
  if (own.length === 0) return "untouched";
  const main = own.find((one) => one.step === id);
  const last = main?.attempts[main.attempts.length - 1];
  if (main && last?.resume_at) return last.status === "failed" ? "retrying" : "waiting";
  const statuses = new Set((main ? [main] : own).map((one) => one.status));
  if (statuses.has("failed") || statuses.has("indeterminate")) return "failed";
  if (statuses.has("started") || !main) return "running";
  return "succeeded";
}

/** Whether the execution went along an edge: its source left by the edge's port, and the target ran. */
export function taken(steps: readonly ExecutionStep[], from: string, to: string, port: string) {
  const target = steps.some((one) => one.step === to || one.step.startsWith(`${to}.`));
  if (from === TRIGGER) return target;
  const source = steps.find((one) => one.step === from);
  const last = source?.attempts[source.attempts.length - 1];
  return target && last !== undefined && (last.port ?? "out") === port;
}
