import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import type { FlowDefinition, Kind, Position } from "@/api/types";
import { COLUMN, NODE_HEIGHT, NODE_WIDTH, positionsOf } from "@/features/graph/geometry";
import { nodeIds, OUT, stepOf } from "@/features/graph/model";
import { portsOf } from "@/features/graph/ports";
import type { Kinds } from "@/features/graph/rules";
import { focusNode } from "./canvas/focus";
import { useDesigner } from "./context";
import { addAfter, addStep } from "./model/edit";

/** Adds a step behind the selected one, or behind the only end where nothing is selected, and opens it. */
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
      const after = chosen ?? onlyEnd(definition, kinds);
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

/** The one step that nothing follows yet; null where that is not clear. */
function onlyEnd(definition: FlowDefinition, kinds: Kinds): string | null {
  const ends = nodeIds(definition).filter((id) => {
    const step = stepOf(definition, id);
    const open = !step || portsOf(step, kinds.get(step.kind)).some((port) => port.name === OUT);
    return open && !definition.edges.some((edge) => edge.from === id);
  });
  return ends.length === 1 ? (ends[0] ?? null) : null;
}

const behind = (place: Position = { x: 0, y: 0 }): Position => ({
  x: place.x + COLUMN,
  y: place.y,
});

const centred = (point: Position): Position => ({
  x: point.x - NODE_WIDTH / 2,
  y: point.y - NODE_HEIGHT / 2,
});
