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

/** Drawing edges. What the rules refuse is refused in words; a line let go over nothing offers to
 * add the step it shall lead to. */
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
        if (isValid || !fromNode || fromHandle?.type !== "source" || readOnly) return;
        const from = fromNode.id;
        const port = fromHandle.id ?? OUT;
        if (toNode) {
          const { present } = store.getState().history;
          const reason = refusal(present, { from, to: toNode.id, port }, kinds);
          if (reason) notifyRefusal(reason);
          return;
        }
        const point = "changedTouches" in event ? event.changedTouches[0] : event;
        if (point) {
          const at = screenToFlowPosition({ x: point.clientX, y: point.clientY });
          onNothing({ from, port, at });
        }
      },
    }),
    [store, kinds, readOnly, screenToFlowPosition, onNothing],
  );
}
