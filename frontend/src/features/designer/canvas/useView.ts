import { useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { boundsOf, boxesOf } from "@/features/graph/geometry";
import { TRIGGER } from "@/features/graph/model";
import { ASKED_FOR, inSight, OPENED, wholeGraph } from "@/features/graph/viewport";
import { useCanvas, useDesigner } from "../context";

const MS = 200;
const STILL = "(prefers-reduced-motion: reduce)";

/** Keeps in sight what matters. The whole graph, or as much as can be read from its start, when it is
 * opened, when that is asked for, and when the window changes before the person has moved the canvas.
 * Then always the node whose panel is open: the panel takes its room from the canvas, and the view
 * moves just so far that the node is seen, at the zoom it has. */
export function useView() {
  const { store, kinds } = useDesigner();
  const panel = useCanvas((state) => state.panel);
  const fits = useCanvas((state) => state.fits);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const { getViewport, setViewport } = useReactFlow();
  const [placed, setPlaced] = useState(false);
  const moved = useRef(false);
  const answered = useRef(fits);
  const measured = useRef({ width, height });
  const id = panel?.kind === "node" ? panel.id : null;
  const open = panel !== null;

  useEffect(() => {
    if (width === 0 || height === 0) return;
    const room = { width, height };
    const asked = fits !== answered.current;
    const resized = width !== measured.current.width || height !== measured.current.height;
    answered.current = fits;
    measured.current = room;
    if (asked) moved.current = false;
    const boxes = boxesOf(store.getState().history.present, kinds);
    const node = (id && boxes.get(id)) || null;
    setPlaced(true);
    const now = getViewport();
    const whole = asked || !placed || (resized && !open && !moved.current);
    const fitting = asked ? ASKED_FOR : OPENED;
    const next = whole
      ? wholeGraph(boundsOf(boxes), room, boxes.get(TRIGGER) ?? null, node, fitting)
      : node && inSight(node, room, now);
    if (!next || (next.x === now.x && next.y === now.y && next.zoom === now.zoom)) return;
    // A moving graph also slips away under the pointer: a click on a node would end beside it.
    const still = !placed || window.matchMedia(STILL).matches;
    void setViewport(next, { duration: still ? 0 : MS });
  }, [id, open, width, height, fits, placed, store, kinds, getViewport, setViewport]);

  return useMemo(() => {
    const move = () => {
      moved.current = true;
    };
    return {
      /** False until the graph lies where it begins; it is not to be seen, or clicked, before. */
      placed,
      /** Moves by the program have no event. */
      onMoveEnd: (event: MouseEvent | TouchEvent | null) => event && move(),
      onZoom: move,
      onFit: () => store.getState().fitGraph(),
    };
  }, [store, placed]);
}
