import { type Connection, type Edge, type FinalConnectionState, useReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import type { EdgeDefinition } from "@/api/types";
import { OUT } from "@/features/graph/model";
import { refusal } from "@/features/graph/rules";
import { notifyRefusal } from "@/ui/notify";
import { useDesigner } from "../context";
import { connect } from "../model/edit";
import type { Adding } from "./QuickAdd";

const asEdge = (connection: Connection | Edge): EdgeDefinition => ({
  from: connection.source,
  to: connection.target,
  port: connection.sourceHandle ?? OUT,
});

/** Drawing edges. What the rules refuse is refused in words. A line may be let go anywhere on a
 * step; let go over the empty canvas it offers to add the step it shall lead to. */
export function useConnecting(onNothing: (adding: Adding) => void) {
  const { store, kinds, readOnly } = useDesigner();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(
    () => ({
      allowed: (connection: Connection | Edge) =>
        refusal(store.getState().history.present, asEdge(connection), kinds) === null,
      connect: (connection: Connection) => {
        const { history, change } = store.getState();
        change(connect(history.present, asEdge(connection), kinds));
      },
      end: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        const { fromNode, fromHandle, toNode, isValid } = state;
        if (isValid || !fromNode || !fromHandle || readOnly) return;
        const point = "changedTouches" in event ? event.changedTouches[0] : event;
        const under = point && whatIsAt(point);
        const over = toNode?.id ?? under?.node ?? null;
        const forward = fromHandle.type === "source";
        const port = fromHandle.id ?? OUT;
        if (over !== null) {
          const edge = forward
            ? { from: fromNode.id, to: over, port }
            : { from: over, to: fromNode.id, port: OUT };
          const { history, change } = store.getState();
          const reason = refusal(history.present, edge, kinds);
          if (reason) notifyRefusal(`Not connected. ${reason}`);
          else change(connect(history.present, edge, kinds));
        } else if (point && under?.canvas && forward) {
          const at = screenToFlowPosition({ x: point.clientX, y: point.clientY });
          onNothing({ from: fromNode.id, port, at });
        } else {
          notifyRefusal("Not connected. Let the line go over a step.");
        }
      },
    }),
    [store, kinds, readOnly, screenToFlowPosition, onNothing],
  );
}

/** The step whose box lies there, or whether it is the empty canvas. */
function whatIsAt({ clientX, clientY }: { clientX: number; clientY: number }) {
  const found = document.elementFromPoint(clientX, clientY);
  const node = found?.closest(".react-flow__node")?.getAttribute("data-id") ?? null;
  return { node, canvas: node === null && Boolean(found?.closest(".react-flow__pane")) };
}
