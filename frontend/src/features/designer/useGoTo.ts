import { useCallback } from "react";
import type { Problem } from "@/api/types";
import { useDesigner } from "./context";
import { configPath, nodeOf } from "./model/places";

/** Leads to where a problem belongs: selects the step and opens the field. */
export function useGoTo() {
  const { store } = useDesigner();
  return useCallback(
    (problem: Problem) => {
      const { history, select, open } = store.getState();
      const node = nodeOf(problem, history.present);
      const path = problem.where?.path ?? "";
      if (!node) return open({ kind: "flow", field: path.replace(/^\$\./, "") });
      select([node]);
      open({ kind: "node", id: node, field: configPath(path) ?? undefined });
    },
    [store],
  );
}
