/** A long graph in rows, like lines of text, where that makes its names larger. For graphs to look at:
 * nothing of it is stored. */

import type { FlowDefinition } from "@/api/types";
import { type Box, boundsOf, boxesOf } from "./geometry";
import { edgeId, TRIGGER } from "./model";
import type { Kinds } from "./rules";
import type { Room } from "./viewport";

/** Edges that return to the left run in the middle of it. */
const ROW_GAP = 64;
/** A share of the graph; edges between rows go round its sides. */
export const FOLD_PADDING = 0.12;
/** As drawn, where its names are this large, or folding makes them hardly larger. */
const LARGE_ENOUGH = 0.8;
const WORTH_IT = 1.15;
/** What an edge between rows costs of the scale: a row should end where little goes on. */
const PER_CROSSING = 0.15;
/** And each pixel of width: of two that are as large, the narrower has the more even rows. */
const PER_PIXEL = 0.00002;

export interface Folded {
  definition: FlowDefinition;
  /** By edge that leads to another row: at which height it goes back. */
  bends: ReadonlyMap<string, number>;
}

interface Candidate {
  rows: string[][];
  boxes: Map<string, Box>;
  score: number;
  scale: number;
}

/** The graph as drawn, or with its columns in two or three rows. */
export function foldFor(definition: FlowDefinition, kinds: Kinds, room: Room): Folded {
  const asDrawn = { definition, bends: new Map() };
  const boxes = boxesOf(definition, kinds);
  const scale = scaleOf(boxes, room);
  if (room.width === 0 || scale >= LARGE_ENOUGH) return asDrawn;
  let best: Candidate | undefined;
  for (const rows of divisions(columnsOf(boxes))) {
    const candidate = candidateOf(definition, boxes, rows, room);
    if (candidate && candidate.score > (best?.score ?? 0)) best = candidate;
  }
  return best && best.scale > scale * WORTH_IT ? placed(definition, best) : asDrawn;
}

function scaleOf(boxes: ReadonlyMap<string, Box>, room: Room): number {
  const { width, height } = boundsOf(boxes);
  const around = 1 + FOLD_PADDING;
  return Math.min(1, room.width / (width * around), room.height / (height * around));
}

/** Ids of what stands above each other, from left to right. */
function columnsOf(boxes: ReadonlyMap<string, Box>): string[][] {
  const columns: string[][] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const [id, box] of [...boxes].sort(([, a], [, b]) => a.x - b.x)) {
    if (box.x >= right) columns.push([]);
    columns[columns.length - 1]?.push(id);
    right = Math.max(right, box.x + box.width);
  }
  return columns;
}

/** Every way to break the columns into two or three rows. */
function* divisions(columns: readonly string[][]): Generator<string[][]> {
  const row = (from: number, to?: number) => columns.slice(from, to).flat();
  for (let first = 1; first < columns.length; first++) {
    yield [row(0, first), row(first)];
    for (let second = first + 1; second < columns.length; second++)
      yield [row(0, first), row(first, second), row(second)];
  }
}

function candidateOf(
  definition: FlowDefinition,
  drawn: ReadonlyMap<string, Box>,
  rows: string[][],
  room: Room,
): Candidate | null {
  const rowOf = new Map(rows.flatMap((ids, row) => ids.map((id) => [id, row] as const)));
  const steps = definition.edges.map(({ from, to }) => ({
    from,
    rows: Math.abs((rowOf.get(to) ?? 0) - (rowOf.get(from) ?? 0)),
  }));
  // The trigger has no place of its own: it stands beside what it leads to.
  if (steps.some(({ from, rows }) => from === TRIGGER && rows > 0)) return null;
  const boxes = inRows(drawn, rows);
  const scale = scaleOf(boxes, room);
  const crossings = steps.reduce((sum, step) => sum + step.rows ** 2, 0);
  const cost = PER_CROSSING * crossings + PER_PIXEL * boundsOf(boxes).width;
  return { rows, boxes, scale, score: scale - cost };
}

function inRows(drawn: ReadonlyMap<string, Box>, rows: string[][]): Map<string, Box> {
  const boxes = new Map<string, Box>();
  let top = 0;
  for (const ids of rows) {
    const own = new Map(ids.map((id) => [id, drawn.get(id) as Box]));
    const bounds = boundsOf(own);
    for (const [id, box] of own)
      boxes.set(id, { ...box, x: box.x - bounds.x, y: box.y - bounds.y + top });
    top += bounds.height + ROW_GAP;
  }
  return boxes;
}

function placed(definition: FlowDefinition, { rows, boxes }: Candidate): Folded {
  const tops = rows.map((ids) => Math.min(...ids.map((id) => boxes.get(id)?.y ?? 0)));
  const rowOf = (id: string) => rows.findIndex((ids) => ids.includes(id));
  const crossing = definition.edges.filter(({ from, to }) => rowOf(from) !== rowOf(to));
  return {
    definition: {
      ...definition,
      steps: definition.steps.map((step) => {
        const { x, y } = boxes.get(step.id) as Box;
        return { ...step, position: { x, y } };
      }),
    },
    bends: new Map(
      crossing.map((edge) => [edgeId(edge), (tops[rowOf(edge.to)] ?? 0) - ROW_GAP / 2]),
    ),
  };
}
