import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import type { Kind, Position } from "@/api/types";
import { COLUMN, NODE_HEIGHT, NODE_WIDTH, positionsOf } from "@/features/graph/geometry";
import { TRIGGER } from "@/features/graph/model";
import { focusNode } from "./canvas/focus";
import { useDesigner } from "./context";
import { addAfter, addStep } from "./model/edit";

/** Adds a step behind the selected one, or behind the last where nothing is selected, and opens it. */
export function useAdd() {
  const { store, kinds, readOnly } = useDesigner();
  const { screenToFlowPosition } = useReactFlow();
  return useCallback(
    (kind: Kind, behindNode: string | null = null) => {
      if (readOnly) return;
      const state = store.getState();
      const definition = state.history.present;
      const places = positionsOf(definition);
      const chosen = behindNode ?? [...state.selected].find((id) => places.has(id));
      const after = chosen ?? (definition.steps.length === 0 ? TRIGGER : null);
      const centre = screenToFlowPosition({ x: window.innerWidth / 2, y: window.innerHeight / 2 });
      const [next, id] = after
        ? addAfter(definition, kind, after, behind(places.get(after)), kinds)
        : addStep(definition, kind, centred(centre));
      state.change(next);
      state.select([id]);
      state.open({ kind: "node", id });
      focusNode(id);
    },
    [store, kinds, readOnly, screenToFlowPosition],
  );
}

const behind = (place: Position = { x: 0, y: 0 }): Position => ({
  x: place.x + COLUMN,
  y: place.y,
});

const centred = (point: Position): Position => ({
  x: point.x - NODE_WIDTH / 2,
  y: point.y - NODE_HEIGHT / 2,
});
