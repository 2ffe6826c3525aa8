/** Which part of the canvas to show. No browser needed. */

import { getViewportForBounds, type Rect, type Viewport } from "@xyflow/react";

export interface Room {
  width: number;
  height: number;
}

/** Below this, names can hardly be read: the graph is not shrunk further by itself. */
const READABLE = 0.6;
export const FIT = { padding: 0.1, minZoom: READABLE, maxZoom: 1 };
const MARGIN = 32;

/** The whole graph as large as it goes; where it would be too small to read, its start and, if one is
 * at hand, the node in sight. */
export function wholeGraph(
  graph: Rect,
  room: Room,
  start: Rect | null,
  node: Rect | null = null,
  least = READABLE,
  padding = FIT.padding,
): Viewport {
  const { width, height } = room;
  const view = getViewportForBounds(graph, width, height, least, FIT.maxZoom, padding);
  if (view.zoom > least) return view;
  const begun = start ? inSight(start, room, view) : view;
  return node ? inSight(node, room, begun) : begun;
}

/** Moves the view just so far that the node lies inside it. */
export function inSight(node: Rect, room: Room, view: Viewport): Viewport {
  const { x, y, zoom } = view;
  return {
    x: x + shiftInto(node.x * zoom + x, node.width * zoom, room.width),
    y: y + shiftInto(node.y * zoom + y, node.height * zoom, room.height),
    zoom,
  };
}

/** How far something must move to lie inside `room`, with a margin. */
export function shiftInto(start: number, size: number, room: number): number {
  if (start < MARGIN || size > room - 2 * MARGIN) return MARGIN - start;
  return Math.min(0, room - MARGIN - (start + size));
}
