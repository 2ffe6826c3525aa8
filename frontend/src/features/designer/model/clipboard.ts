/** Steps and the edges between them, as text on the clipboard. */

import type { EdgeDefinition, FlowDefinition, StepDefinition } from "@/api/types";
import { COLUMN, positionsOf, ROW } from "@/features/graph/geometry";
import { nodeIds } from "@/features/graph/model";
import { isObject } from "@/ui/json";
import { freshId } from "./edit";

const MARK = "fairlead.steps/1";

interface Fragment {
  fragment: typeof MARK;
  steps: StepDefinition[];
  edges: EdgeDefinition[];
}

export function copied(definition: FlowDefinition, ids: ReadonlySet<string>): string | null {
  const places = positionsOf(definition);
  const steps = definition.steps
    .filter((step) => ids.has(step.id))
    .map((step) => ({ ...step, position: places.get(step.id) }));
  if (steps.length === 0) return null;
  const edges = definition.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to));
  return JSON.stringify({ fragment: MARK, steps, edges } satisfies Fragment, null, 2);
}

/** Puts copied steps in, with ids of their own and a little aside; null for any other text. */
export function pasted(
  definition: FlowDefinition,
  text: string,
): [FlowDefinition, ReadonlySet<string>] | null {
  const fragment = read(text);
  if (!fragment) return null;
  const taken = new Set(nodeIds(definition));
  const names = new Map<string, string>();
  for (const step of fragment.steps) {
    const id = freshId(taken, step.id.replace(/_\d+$/, ""));
    taken.add(id);
    names.set(step.id, id);
  }
  const rename = (id: string) => names.get(id) ?? id;
  const steps = fragment.steps.map((step) => ({
    ...step,
    id: rename(step.id),
    position: {
      x: (step.position?.x ?? 0) + COLUMN / 4,
      y: (step.position?.y ?? 0) + ROW,
    },
  }));
  const edges = fragment.edges
    .filter((edge) => names.has(edge.from) && names.has(edge.to))
    .map((edge) => ({ ...edge, from: rename(edge.from), to: rename(edge.to) }));
  const next = {
    ...definition,
    steps: [...definition.steps, ...steps],
    edges: [...definition.edges, ...edges],
  };
  return [next, new Set(names.values())];
}

function read(text: string): Fragment | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || value.fragment !== MARK) return null;
    if (!Array.isArray(value.steps) || !Array.isArray(value.edges)) return null;
    return value as unknown as Fragment;
  } catch {
    return null;
  }
}
