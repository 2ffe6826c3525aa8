/** Where a problem belongs: to which node, and to which field of its panel. */

import type { FlowDefinition, Problem } from "@/api/types";
import { TRIGGER } from "@/features/graph/model";
import type { FaultMap } from "@/ui/forms/faults";
import { faultsByPath } from "@/ui/forms/faults";

const STEP = /^\$\.steps\[(\d+)\]/;

/** The node a problem belongs to; null for the flow as a whole (its keys, its name). */
export function nodeOf(problem: Problem, definition: FlowDefinition): string | null {
  const { step, path } = problem.where ?? {};
  if (step) return outerStep(step, definition);
  if (path?.startsWith("$.trigger")) return TRIGGER;
  const index = path?.match(STEP)?.[1];
  return index === undefined ? null : (definition.steps[Number(index)]?.id ?? null);
}

/** Steps inside a for-each are named "outer.inner"; the outer one is on the canvas. */
function outerStep(step: string, definition: FlowDefinition): string | null {
  if (step === TRIGGER) return TRIGGER;
  const known = (id: string) => definition.steps.some((one) => one.id === id);
  if (known(step)) return step;
  const outer = step.split(".")[0] ?? "";
  return known(outer) ? outer : null;
}

/** How many problems each node has. */
export function problemCounts(
  problems: readonly Problem[],
  definition: FlowDefinition,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const problem of problems) {
    const node = nodeOf(problem, definition);
    if (node) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}

/** The problems of a node's settings, by the path inside them ("cases[0].when"). */
export function configFaults(
  problems: readonly Problem[],
  definition: FlowDefinition,
  node: string,
): FaultMap {
  const own = problems.filter((problem) => nodeOf(problem, definition) === node);
  return faultsByPath(own, configPath);
}

/** The part of a document's path behind "config"; null where it is about something else. */
export function configPath(path: string): string | null {
  const match = /(?:^|\.)config(?:$|[.[])/.exec(path);
  if (!match) return null;
  return path.slice(match.index + match[0].length - (match[0].endsWith("[") ? 1 : 0));
}

/** The problems of a section of the document itself, such as its keys. */
export function sectionFaults(problems: readonly Problem[], section: string): FaultMap {
  return faultsByPath(problems, (path) => {
    const start = `$.${section}`;
    if (path !== start && !path.startsWith(`${start}.`) && !path.startsWith(`${start}[`))
      return null;
    return path.slice(start.length).replace(/^\./, "");
  });
}
