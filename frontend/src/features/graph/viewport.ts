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

export interface Fitting {
  /** The zoom down to which the whole graph is shown. */
  least: number;
  /** The zoom at which a part of it is shown, where the whole would be smaller than that. */
  part: number;
  padding: number;
}

/** Where it is opened: what does not fit anyway is shown as large as it reads well. */
export const OPENED: Fitting = { least: READABLE, part: 0.8, padding: FIT.padding };
/** Where the person asks for the whole: as much of it as can be read. */
export const ASKED_FOR: Fitting = { ...OPENED, part: READABLE };

/** The whole graph as large as it goes; where it would be too small to read, its start and, if one is
 * at hand, the node in sight. */
export function wholeGraph(
  graph: Rect,
  room: Room,
  start: Rect | null,
  node: Rect | null = null,
  { least, part, padding }: Fitting = OPENED,
): Viewport {
  const { width, height } = room;
  const whole = getViewportForBounds(graph, width, height, least, FIT.maxZoom, padding);
  if (whole.zoom > least) return whole;
  const view = getViewportForBounds(graph, width, height, part, part, padding);
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
