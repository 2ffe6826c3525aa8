import { useReactFlow } from "@xyflow/react";
import { type DragEvent, useMemo } from "react";
import { anchors, edgeNear, NODE_HEIGHT, NODE_WIDTH } from "@/features/graph/geometry";
import { useDesigner } from "../context";
import { addStep, insertOnEdge } from "../model/edit";
import { KIND_TYPE } from "../Palette";

/** Dropping a kind from the palette: onto the canvas, or into the edge under the pointer. */
export function useDropping() {
  const { store, kinds, readOnly } = useDesigner();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const under = (event: DragEvent) => {
      const point = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      return { point, edge: edgeNear(anchors(store.getState().history.present, kinds), point) };
    };
    return {
      over: (event: DragEvent) => {
        if (readOnly) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        const { edge } = under(event);
        if (edge !== store.getState().dropEdge) store.getState().drag(null, edge);
      },
      leave: () => store.getState().drag(null),
      drop: (event: DragEvent) => {
        const kind = kinds.get(event.dataTransfer.getData(KIND_TYPE));
        if (!kind || readOnly) return;
        event.preventDefault();
        const { point, edge } = under(event);
        const state = store.getState();
        const wished = { x: point.x - NODE_WIDTH / 2, y: point.y - NODE_HEIGHT / 2 };
        const [added, id] = addStep(state.history.present, kind, wished);
        state.drag(null);
        state.change(edge ? insertOnEdge(added, edge, id, kinds) : added);
        state.select([id]);
        state.open({ kind: "node", id });
      },
    };
  }, [store, kinds, readOnly, screenToFlowPosition]);
}
