/** Which captured messages fit an expression of the working copy. */

import type { SampleSource } from "@/api/resources/flows";
import type { EdgeDefinition, FlowDefinition, Sample } from "@/api/types";
import type { ExpressionPlace } from "@/features/designer/useWorkbench";
import { innerOf, OUT, portOf, stepOf, TRIGGER } from "@/features/graph/model";

const INNER = /^do\.(\d+)\.config\.(.+)$/;

/** The place of an expression inside a for-each: the inner step, and the way inside its settings. */
export function innerPlace(path: string): { index: number; path: string } | null {
  const match = INNER.exec(path);
  return match ? { index: Number(match[1]), path: match[2] ?? "" } : null;
}

/** The id the server knows a step by: `outer.inner` inside a for-each. */
export function stepIdOf(definition: FlowDefinition, place: ExpressionPlace): string {
  const inner = innerPlace(place.path);
  const outer = stepOf(definition, place.step);
  const found = inner && outer ? innerOf(outer)[inner.index] : undefined;
  return found ? `${place.step}.${found.id}` : place.step;
}

/** Past executions know a step by the version they ran. Where it is new, or led to from elsewhere
 * now, it would receive what the step before it gave. */
export function sourceOf(
  definition: FlowDefinition,
  live: FlowDefinition | null,
  place: ExpressionPlace,
): SampleSource {
  const step = stepIdOf(definition, place);
  if (step !== place.step || !live) return { step };
  const now = into(definition, step);
  const [edge] = now;
  const known = edge && (edge.from === TRIGGER || stepOf(live, edge.from) !== undefined);
  if (now.length !== 1 || !known || same(now, into(live, step))) return { step };
  return { step, output_of: edge.from, ...(portOf(edge) !== OUT && { port: portOf(edge) }) };
}

const into = (definition: FlowDefinition, step: string) =>
  stepOf(definition, step) ? definition.edges.filter((edge) => edge.to === step) : [];

const names = (edges: readonly EdgeDefinition[]) =>
  edges.map((edge) => `${edge.from}:${portOf(edge)}`).sort();

const same = (a: readonly EdgeDefinition[], b: readonly EdgeDefinition[]) =>
  names(a).join() === names(b).join();

/** Tells samples apart: one execution has several inside a for-each. */
export const keyOf = (sample: Sample): string =>
  sample.index === null ? sample.execution : `${sample.execution}#${sample.index}`;

/** What people know a message by: its business keys, and its place in the list. */
export function titleOfSample(sample: Sample): string {
  const keys = Object.values(sample.business_keys).join(", ") || sample.execution.slice(0, 8);
  return sample.index === null ? keys : `${keys} · item ${sample.index + 1}`;
}
