/** Undo and redo over whole documents, which share what did not change. */

import type { FlowDefinition } from "@/api/types";

const MOST = 100;

export interface History {
  past: readonly FlowDefinition[];
  present: FlowDefinition;
  future: readonly FlowDefinition[];
  /** What the last change was about; the next one about the same joins it. */
  tag: string | null;
}

export const begin = (present: FlowDefinition): History => ({
  past: [],
  present,
  future: [],
  tag: null,
});

/** Takes a change in. Changes of the same tag in a row (typing in one field) are one to undo. */
export function commit(history: History, next: FlowDefinition, tag: string | null = null): History {
  if (next === history.present) return history;
  const joins = tag !== null && tag === history.tag && history.past.length > 0;
  const past = joins ? history.past : [...history.past, history.present].slice(-MOST);
  return { past, present: next, future: [], tag };
}

export function undo(history: History): History {
  const previous = history.past[history.past.length - 1];
  if (!previous) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    tag: null,
  };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.present], present: next, future, tag: null };
}
