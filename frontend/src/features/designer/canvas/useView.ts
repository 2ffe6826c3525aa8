import { useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { boundsOf, boxesOf } from "@/features/graph/geometry";
import { TRIGGER } from "@/features/graph/model";
import { inSight, wholeGraph } from "@/features/graph/viewport";
import { useCanvas, useDesigner } from "../context";

const MS = 200;
const STILL = "(prefers-reduced-motion: reduce)";

/** Keeps in sight what matters: the whole graph, or as much as can be read from its start, until the person moves the canvas, and always the
 * node whose panel is open, also when the panel takes its room from the canvas. */
export function useView() {
  const { store, kinds } = useDesigner();
  const panel = useCanvas((state) => state.panel);
  const fits = useCanvas((state) => state.fits);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const { getViewport, setViewport } = useReactFlow();
  const [placed, setPlaced] = useState(false);
  const whole = useRef(true);
  const asked = useRef(fits);
  const id = panel?.kind === "node" ? panel.id : null;

  useEffect(() => {
    if (fits !== asked.current) whole.current = true;
    asked.current = fits;
    if (width === 0 || height === 0) return;
    const boxes = boxesOf(store.getState().history.present, kinds);
    const node = (id && boxes.get(id)) || null;
    setPlaced(true);
    const room = { width, height };
    const now = getViewport();
    const next = whole.current
      ? wholeGraph(boundsOf(boxes), room, boxes.get(TRIGGER) ?? null, node)
      : node && inSight(node, room, now);
    if (!next || (next.x === now.x && next.y === now.y && next.zoom === now.zoom)) return;
    // A moving graph also slips away under the pointer: a click on a node would end beside it.
    const still = !placed || window.matchMedia(STILL).matches;
    void setViewport(next, { duration: still ? 0 : MS });
  }, [id, width, height, fits, placed, store, kinds, getViewport, setViewport]);

  return useMemo(() => {
    const moved = () => {
      whole.current = false;
    };
    return {
      /** False until the graph lies where it begins; it is not to be seen, or clicked, before. */
      placed,
      /** Moves by the program have no event. */
      onMoveEnd: (event: MouseEvent | TouchEvent | null) => event && moved(),
      onZoom: moved,
      onFit: () => store.getState().fitGraph(),
    };
  }, [store, placed]);
}
