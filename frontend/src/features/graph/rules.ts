/** Which connections a flow allows, and why not. */

import type { EdgeDefinition, FlowDefinition, Kind } from "@/api/types";
import { downstream, edgeId, nameOf, portOf, stepOf, TRIGGER } from "./model";
import { portsOf } from "./ports";

export type Kinds = ReadonlyMap<string, Kind>;

/** Why the edge may not be drawn, in words for the person drawing it; null where it may. */
export function refusal(
  definition: FlowDefinition,
  edge: EdgeDefinition,
  kinds: Kinds,
): string | null {
  const target = stepOf(definition, edge.to);
  if (edge.to === TRIGGER) return "Nothing can lead into the trigger.";
  if (!target) return "The edge must end at a step.";
  if (edge.from === edge.to) return "A step cannot lead to itself.";
  if (definition.edges.some((other) => edgeId(other) === edgeId(edge))) {
    return "These two are connected already.";
  }
  if (!hasPort(definition, edge, kinds)) {
    return `${nameOf(definition, edge.from)} has no output “${portOf(edge)}”.`;
  }
  if (downstream(definition, edge.to).has(edge.from)) {
    return `This would make a circle: ${nameOf(definition, edge.to)} already leads to ${nameOf(definition, edge.from)}.`;
  }
  return null;
}

function hasPort(definition: FlowDefinition, edge: EdgeDefinition, kinds: Kinds): boolean {
  if (edge.from === TRIGGER) return portOf(edge) === "out";
  const source = stepOf(definition, edge.from);
  if (!source) return false;
  return portsOf(source, kinds.get(source.kind)).some((port) => port.name === portOf(edge));
}

/** Every step that the given output could lead to. */
export function possibleTargets(
  definition: FlowDefinition,
  from: string,
  port: string,
  kinds: Kinds,
): string[] {
  return definition.steps
    .map((step) => step.id)
    .filter((to) => refusal(definition, { from, to, port }, kinds) === null);
}
