/** On which sides of the canvas the graph goes on out of sight, and the way there. No browser needed. */

import type { Rect, Viewport } from "@xyflow/react";
import type { Room } from "./viewport";

export type Side = "left" | "right" | "above" | "below";

export interface Beyond {
  side: Side;
  /** How many nodes are out of sight there. */
  count: number;
  /** The one next to what is in sight. */
  next: string;
}

const SIDES: readonly Side[] = ["left", "right", "above", "below"];
const MARGIN = 32;
/** A node counts as out of sight where more than half of it is. */
const HALF = 0.5;

/** The sides with nodes out of sight. A node beyond a corner counts for left or right. */
export function beyond(boxes: ReadonlyMap<string, Rect>, room: Room, view: Viewport): Beyond[] {
  if (room.width === 0 || room.height === 0) return [];
  const away = [...boxes].map(([id, box]) => ({ id, ...outside(box, room, view) }));
  return SIDES.flatMap((side) => {
    const there = away.filter((one) => one.side === side).sort((a, b) => a.by - b.by);
    const [nearest] = there;
    return nearest ? [{ side, count: there.length, next: nearest.id }] : [];
  });
}

function outside(box: Rect, room: Room, view: Viewport): { side: Side | null; by: number } {
  const x = (box.x + box.width * HALF) * view.zoom + view.x;
  const y = (box.y + box.height * HALF) * view.zoom + view.y;
  if (x < 0) return { side: "left", by: -x };
  if (x > room.width) return { side: "right", by: x - room.width };
  if (y < 0) return { side: "above", by: -y };
  if (y > room.height) return { side: "below", by: y - room.height };
  return { side: null, by: 0 };
}

/** The view with that node at the far side of it, so that as much as possible behind it shows too. */
export function towards(side: Side, box: Rect, graph: Rect, room: Room, view: Viewport): Viewport {
  const { zoom } = view;
  const low = (start: number) => MARGIN - start * zoom;
  const high = (end: number, size: number) => size - MARGIN - end * zoom;
  switch (side) {
    case "left":
      return {
        ...view,
        x: Math.min(high(box.x + box.width, room.width), low(graph.x)),
      };
    case "right":
      return {
        ...view,
        x: Math.max(low(box.x), high(graph.x + graph.width, room.width)),
      };
    case "above":
      return {
        ...view,
        y: Math.min(high(box.y + box.height, room.height), low(graph.y)),
      };
    case "below":
      return {
        ...view,
        y: Math.max(low(box.y), high(graph.y + graph.height, room.height)),
      };
  }
}
