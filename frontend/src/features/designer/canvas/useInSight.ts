import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { NODE_WIDTH, positionsOf, sizeOf } from "@/features/graph/geometry";
import { stepOf } from "@/features/graph/model";
import { useCanvas, useDesigner } from "../context";

const MARGIN = 32;
const MS = 200;

/** Moves the canvas just so far that the node whose panel opens can be seen beside the panel. */
export function useInSight(frame: RefObject<HTMLDivElement | null>) {
  const { store, kinds } = useDesigner();
  const panel = useCanvas((state) => state.panel);
  const { getViewport, setViewport } = useReactFlow();
  const id = panel?.kind === "node" ? panel.id : null;

  useEffect(() => {
    const box = frame.current?.getBoundingClientRect();
    const { present } = store.getState().history;
    const place = id ? positionsOf(present).get(id) : undefined;
    if (!id || !box || !place) return;
    const covered = document.getElementById("designer-panel")?.getBoundingClientRect();
    const right = covered ? Math.min(box.right, covered.left) - box.left : box.width;
    const { x, y, zoom } = getViewport();
    const height = sizeOf(stepOf(present, id), kinds).height;
    const dx = shiftInto(place.x * zoom + x, NODE_WIDTH * zoom, right);
    const dy = shiftInto(place.y * zoom + y, height * zoom, box.height);
    if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: MS });
  }, [id, frame, store, kinds, getViewport, setViewport]);
}

/** How far something must move to lie inside `room`, with a margin. */
export function shiftInto(start: number, size: number, room: number): number {
  if (start + size > room - MARGIN) return room - MARGIN - (start + size);
  return start < MARGIN ? MARGIN - start : 0;
}
