/** The flow document as a graph: names of its parts and how to find them. */

import type { EdgeDefinition, FlowDefinition, StepDefinition } from "@/api/types";
import { isObject } from "@/ui/json";

export const TRIGGER = "trigger";
export const OUT = "out";
export const ERROR = "error";

export const portOf = (edge: EdgeDefinition): string => edge.port ?? OUT;

/** An edge is known by its ends and its port; there are never two of the same. */
export const edgeId = (edge: EdgeDefinition): string => `${edge.from}:${portOf(edge)}>${edge.to}`;

export const stepOf = (definition: FlowDefinition, id: string): StepDefinition | undefined =>
  definition.steps.find((step) => step.id === id);

export const titleOf = (step: StepDefinition): string => step.name?.trim() || step.id;

/** The title of the trigger or of a step, for messages; of a step inside a for-each both titles. */
export function nameOf(definition: FlowDefinition, id: string): string {
  if (id === TRIGGER) return "Trigger";
  const step = stepOf(definition, id);
  if (step) return titleOf(step);
  const [outer = "", inner] = id.split(".");
  const around = inner ? stepOf(definition, outer) : undefined;
  const within = around && innerOf(around).find((one) => one.id === inner);
  return around && within ? `${titleOf(around)} › ${titleOf(within)}` : id;
}

/** The steps that a for-each runs for every item. */
export function innerOf(step: StepDefinition): StepDefinition[] {
  const chain = step.config?.do;
  if (!Array.isArray(chain)) return [];
  return chain.filter(isObject) as unknown as StepDefinition[];
}

/** Every node's id, the trigger first. */
export const nodeIds = (definition: FlowDefinition): string[] => [
  TRIGGER,
  ...definition.steps.map((step) => step.id),
];

/** From each node to those its edges lead to. */
export function successors(definition: FlowDefinition): Map<string, string[]> {
  const next = new Map<string, string[]>(nodeIds(definition).map((id) => [id, []]));
  for (const edge of definition.edges) next.get(edge.from)?.push(edge.to);
  return next;
}

/** Everything that can be reached from `start`, without `start` itself unless a cycle leads back. */
export function downstream(definition: FlowDefinition, start: string): Set<string> {
  const next = successors(definition);
  const seen = new Set<string>();
  const open = [...(next.get(start) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(next.get(id) ?? []));
  }
  return seen;
}

/** Everything from which `end` can be reached. */
export function upstream(definition: FlowDefinition, end: string): Set<string> {
  const reversed = {
    ...definition,
    edges: definition.edges.map((edge) => ({ ...edge, from: edge.to, to: edge.from })),
  };
  return downstream(reversed, end);
}
