/** Changes of a flow document. Each takes a document and gives a new one; none changes its argument. */

import type { EdgeDefinition, FlowDefinition, Kind, Position, StepDefinition } from "@/api/types";
import { COLUMN, freePlace, positionsOf } from "@/features/graph/geometry";
import { downstream, ERROR, edgeId, nodeIds, OUT, portOf, stepOf } from "@/features/graph/model";
import { portsOf } from "@/features/graph/ports";
import { type Kinds, refusal } from "@/features/graph/rules";
import { requiredDefaults } from "@/ui/forms/schema";

/** An id that no node has: "map", "map_2", "map_3" … */
export function freshId(taken: Iterable<string>, base: string): string {
  const used = new Set(taken);
  const stem = base.replaceAll(/[^A-Za-z0-9_]/g, "_").replace(/^[^A-Za-z]+/, "") || "step";
  if (!used.has(stem)) return stem;
  let number = 2;
  while (used.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

export function addStep(
  definition: FlowDefinition,
  kind: Kind,
  wished: Position,
): [FlowDefinition, string] {
  const id = freshId(nodeIds(definition), kind.kind);
  const taken = [...positionsOf(definition).values()];
  const step: StepDefinition = {
    id,
    kind: kind.kind,
    name: kind.title,
    config: requiredDefaults(kind.config_schema),
    position: freePlace(taken, wished),
  };
  return [{ ...definition, steps: [...definition.steps, step] }, id];
}

/** Adds a step behind another one and connects them, where an output is free to. */
export function addAfter(
  definition: FlowDefinition,
  kind: Kind,
  after: string,
  wished: Position,
  kinds: Kinds,
): [FlowDefinition, string] {
  const [added, id] = addStep(definition, kind, wished);
  const port = freePort(added, after, kinds);
  return [port ? connect(added, { from: after, to: id, port }, kinds) : added, id];
}

/** The output a further step is connected to: the first without an edge, else the plain one. */
function freePort(definition: FlowDefinition, node: string, kinds: Kinds): string | null {
  const step = stepOf(definition, node);
  const ports = step ? portsOf(step, kinds.get(step.kind)).map((port) => port.name) : [OUT];
  const open = ports.filter((port) => port !== ERROR);
  const used = new Set(
    definition.edges.filter((edge) => edge.from === node).map((edge) => portOf(edge)),
  );
  return open.find((port) => !used.has(port)) ?? (open.includes(OUT) ? OUT : null);
}

/** Draws an edge; a connection the rules refuse changes nothing. */
export function connect(
  definition: FlowDefinition,
  edge: EdgeDefinition,
  kinds: Kinds,
): FlowDefinition {
  if (refusal(definition, edge, kinds) !== null) return definition;
  return { ...definition, edges: [...definition.edges, written(edge)] };
}

/** The plain output is left unsaid in documents. */
function written({ port, when, ...ends }: EdgeDefinition): EdgeDefinition {
  return { ...ends, ...(port && port !== OUT ? { port } : {}), ...(when ? { when } : {}) };
}

export function updateEdge(
  definition: FlowDefinition,
  id: string,
  change: Partial<EdgeDefinition>,
): FlowDefinition {
  return {
    ...definition,
    edges: definition.edges.map((edge) =>
      edgeId(edge) === id ? written({ ...edge, ...change }) : edge,
    ),
  };
}

/** Puts a step into an edge: what led on leads through the step now. It stands where the edge
 * ended, and what lies behind moves on by a column where there is no room. */
export function insertOnEdge(
  definition: FlowDefinition,
  id: string,
  step: string,
  kinds: Kinds,
): FlowDefinition {
  const edge = definition.edges.find((one) => edgeId(one) === id);
  if (!edge || edge.from === step || edge.to === step) return definition;
  const room = makeRoom(definition, edge, step);
  const without = { ...room, edges: room.edges.filter((one) => one !== edge) };
  const first = connect(without, { ...edge, to: step }, kinds);
  const port = freePort(first, step, kinds);
  return port ? connect(first, { from: step, to: edge.to, port }, kinds) : first;
}

function makeRoom(definition: FlowDefinition, edge: EdgeDefinition, step: string): FlowDefinition {
  const places = positionsOf(definition);
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  if (!from || !to) return definition;
  if (to.x - from.x >= 2 * COLUMN - GAP) {
    return moveSteps(definition, new Map([[step, { x: from.x + COLUMN, y: to.y }]]));
  }
  const pushed = new Set([edge.to, ...downstream(definition, edge.to)]);
  pushed.delete(step);
  const moved = [...pushed].flatMap((id) => {
    const place = places.get(id);
    return place && place.x >= to.x ? ([[id, { ...place, x: place.x + COLUMN }]] as const) : [];
  });
  return moveSteps(definition, new Map([...moved, [step, to]]));
}

/** Columns this much nearer than usual still have room for a node between them. */
const GAP = 40;

/** Removes steps and edges. A line that led through one removed step stays whole. */
export function removeParts(
  definition: FlowDefinition,
  ids: ReadonlySet<string>,
  kinds: Kinds,
): FlowDefinition {
  const bridges = definition.steps.flatMap((step) =>
    ids.has(step.id) ? bridgeOver(definition, step.id, ids) : [],
  );
  const remaining: FlowDefinition = {
    ...definition,
    steps: definition.steps.filter((step) => !ids.has(step.id)),
    edges: definition.edges.filter(
      (edge) => !ids.has(edgeId(edge)) && !ids.has(edge.from) && !ids.has(edge.to),
    ),
  };
  return bridges.reduce((next, edge) => connect(next, edge, kinds), remaining);
}

function bridgeOver(
  definition: FlowDefinition,
  step: string,
  ids: ReadonlySet<string>,
): EdgeDefinition[] {
  const into = definition.edges.filter((edge) => edge.to === step);
  const out = definition.edges.filter((edge) => edge.from === step && portOf(edge) === OUT);
  const [first, last] = [into[0], out[0]];
  if (into.length !== 1 || out.length !== 1 || !first || !last) return [];
  if (ids.has(first.from) || ids.has(last.to) || ids.has(edgeId(first)) || ids.has(edgeId(last))) {
    return [];
  }
  return [{ ...first, to: last.to }];
}

export function moveSteps(
  definition: FlowDefinition,
  places: ReadonlyMap<string, Position>,
): FlowDefinition {
  return {
    ...definition,
    steps: definition.steps.map((step) => {
      const position = places.get(step.id);
      return position ? { ...step, position } : step;
    }),
  };
}

/** Changes a step. Where one of its outputs got another name, its edges follow. */
export function updateStep(
  definition: FlowDefinition,
  id: string,
  change: Partial<StepDefinition>,
  kinds: Kinds,
): FlowDefinition {
  const before = stepOf(definition, id);
  if (!before) return definition;
  const after = { ...before, ...change };
  const renamed = renamedPort(before, after, kinds.get(after.kind));
  return {
    ...definition,
    steps: definition.steps.map((step) => (step.id === id ? after : step)),
    edges: definition.edges.map((edge) =>
      renamed && edge.from === id && portOf(edge) === renamed[0]
        ? written({ ...edge, port: renamed[1] })
        : edge,
    ),
  };
}

function renamedPort(
  before: StepDefinition,
  after: StepDefinition,
  kind: Kind | undefined,
): [string, string] | null {
  const old = portsOf(before, kind).map((port) => port.name);
  const now = portsOf(after, kind).map((port) => port.name);
  if (old.length !== now.length) return null;
  const gone = old.filter((name) => !now.includes(name));
  const come = now.filter((name) => !old.includes(name));
  return gone[0] && come[0] && gone.length === 1 && come.length === 1 ? [gone[0], come[0]] : null;
}
