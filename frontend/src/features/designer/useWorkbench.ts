import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** Which expression is open in the mapping workbench. It stands in the address, so it can be shared. */
export interface ExpressionPlace {
  step: string;
  /** The way to it inside the step's settings, as in "arguments.values.$expr". */
  path: string;
}

export function useWorkbench() {
  const [params, setParams] = useSearchParams();
  const step = params.get("map");
  const path = params.get("at") ?? "expression";

  const open = useCallback(
    (place: ExpressionPlace) =>
      setParams((now) => {
        const next = new URLSearchParams(now);
        next.set("map", place.step);
        if (place.path === "expression") next.delete("at");
        else next.set("at", place.path);
        return next;
      }),
    [setParams],
  );
  const close = useCallback(
    () =>
      setParams((now) => {
        const next = new URLSearchParams(now);
        next.delete("map");
        next.delete("at");
        return next;
      }),
    [setParams],
  );
  return { place: step ? { step, path } : null, open, close };
}
