/** Where things are on the canvas, in its own pixels. No browser needed. */

import type { FlowDefinition, Position, StepDefinition } from "@/api/types";
import { ERROR, OUT, portOf, stepOf, TRIGGER } from "./model";
import { portsOf } from "./ports";
import type { Kinds } from "./rules";

export const NODE_WIDTH = 208;
export const NODE_HEIGHT = 56;
export const PORT_ROW = 24;
export const COLUMN = 260;
export const ROW = 112;
/** How near an edge a dropped step must be to go into it. */
const NEAR = 36;

export interface Size {
  width: number;
  height: number;
}

/** A node with more outputs than one lists them, a row each. */
export function sizeOf(step: StepDefinition | undefined, kinds: Kinds): Size {
  const listed = step ? listedPorts(step, kinds).length : 0;
  return { width: NODE_WIDTH, height: NODE_HEIGHT + (listed ? listed * PORT_ROW + 4 : 0) };
}

/** The outputs shown as rows: those besides the plain one and the error output. */
export function listedPorts(step: StepDefinition, kinds: Kinds) {
  return portsOf(step, kinds.get(step.kind)).filter(
    (port) => port.name !== OUT && port.name !== ERROR,
  );
}

/** The position of each node. The trigger stands left of what it leads to; steps without a place
 * stand in a row below. */
export function positionsOf(definition: FlowDefinition): Map<string, Position> {
  const positions = new Map<string, Position>();
  const placed = definition.steps.filter((step) => step.position);
  const bottom = Math.max(0, ...placed.map((step) => (step.position?.y ?? 0) + ROW));
  let column = 0;
  for (const step of definition.steps) {
    positions.set(step.id, step.position ?? { x: COLUMN * ++column, y: bottom });
  }
  positions.set(TRIGGER, triggerPosition(definition, positions));
  return positions;
}

function triggerPosition(
  definition: FlowDefinition,
  positions: ReadonlyMap<string, Position>,
): Position {
  const all = [...positions.values()];
  if (all.length === 0) return { x: 0, y: 0 };
  const first = definition.edges
    .filter((edge) => edge.from === TRIGGER)
    .flatMap((edge) => positions.get(edge.to) ?? []);
  const near = first.length > 0 ? first : all.slice(0, 1);
  return {
    x: Math.min(...(first.length > 0 ? first : all).map((position) => position.x)) - COLUMN,
    y: near.reduce((sum, position) => sum + position.y, 0) / near.length,
  };
}

export interface Box extends Position, Size {}

/** What each node covers. */
export function boxesOf(definition: FlowDefinition, kinds: Kinds): Map<string, Box> {
  return new Map(
    [...positionsOf(definition)].map(([id, place]) => [
      id,
      { ...place, ...sizeOf(stepOf(definition, id), kinds) },
    ]),
  );
}

/** The smallest box around all of them. */
export function boundsOf(boxes: ReadonlyMap<string, Box>): Box {
  const all = [...boxes.values()];
  const x = Math.min(...all.map((box) => box.x));
  const y = Math.min(...all.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...all.map((box) => box.x + box.width)) - x,
    height: Math.max(...all.map((box) => box.y + box.height)) - y,
  };
}

export interface Anchor {
  id: string;
  from: Position;
  to: Position;
}

/** Where an edge leaves a node. */
export function outlet(
  definition: FlowDefinition,
  node: string,
  port: string,
  at: Position,
  kinds: Kinds,
): Position {
  const step = stepOf(definition, node);
  const rows = step ? listedPorts(step, kinds) : [];
  const row = rows.findIndex((listed) => listed.name === port);
  if (row >= 0)
    return { x: at.x + NODE_WIDTH, y: at.y + NODE_HEIGHT + row * PORT_ROW + PORT_ROW / 2 };
  if (port === ERROR) {
    return { x: at.x + NODE_WIDTH / 2, y: at.y + sizeOf(step, kinds).height };
  }
  return { x: at.x + NODE_WIDTH, y: at.y + NODE_HEIGHT / 2 };
}

/** The two ends of every edge. */
export function anchors(definition: FlowDefinition, kinds: Kinds): Anchor[] {
  const positions = positionsOf(definition);
  return definition.edges.flatMap((edge) => {
    const source = positions.get(edge.from);
    const target = positions.get(edge.to);
    if (!source || !target) return [];
    return {
      id: `${edge.from}:${portOf(edge)}>${edge.to}`,
      from: outlet(definition, edge.from, portOf(edge), source, kinds),
      to: { x: target.x, y: target.y + NODE_HEIGHT / 2 },
    };
  });
}

/** The edge a step dropped with its centre at `point` goes into, if one is near. */
export function edgeNear(edges: readonly Anchor[], point: Position): string | null {
  let best: string | null = null;
  let least = NEAR;
  for (const edge of edges) {
    const distance = distanceToSegment(point, edge.from, edge.to);
    if (distance < least) {
      least = distance;
      best = edge.id;
    }
  }
  return best;
}

export function distanceToSegment(point: Position, a: Position, b: Position): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along =
    length === 0 ? 0 : ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - (a.x + t * (b.x - a.x)), point.y - (a.y + t * (b.y - a.y)));
}

export type Direction = "left" | "right" | "up" | "down";

/** The nearest node in a direction. What lies straight ahead is preferred to what lies aside. */
export function neighbour(
  positions: ReadonlyMap<string, Position>,
  from: string,
  direction: Direction,
): string | null {
  const start = positions.get(from);
  if (!start) return null;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, position] of positions) {
    const [ahead, aside] = inDirection(start, position, direction);
    const cost = ahead + 2 * aside;
    if (id !== from && ahead > 0 && cost < least) {
      least = cost;
      best = id;
    }
  }
  return best;
}

function inDirection(from: Position, to: Position, direction: Direction): [number, number] {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (direction === "left") return [-dx, Math.abs(dy)];
  if (direction === "right") return [dx, Math.abs(dy)];
  return [direction === "up" ? -dy : dy, Math.abs(dx)];
}

const GRID = 20;

export const snap = (position: Position): Position => ({
  x: Math.round(position.x / GRID) * GRID,
  y: Math.round(position.y / GRID) * GRID,
});

/** A free place near the wished one: no node's box may be covered. */
export function freePlace(taken: readonly Position[], wished: Position): Position {
  const place = snap(wished);
  const clashes = (candidate: Position) =>
    taken.some(
      (other) =>
        Math.abs(other.x - candidate.x) < NODE_WIDTH + GRID &&
        Math.abs(other.y - candidate.y) < NODE_HEIGHT + GRID,
    );
  while (clashes(place)) place.y += ROW - (ROW % GRID);
  return place;
}
