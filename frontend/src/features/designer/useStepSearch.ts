import { useEffect, useMemo } from "react";
import { useSearchParams } from "react-router";
import { useProvidedPlaces } from "@/app/shell/places";
import { stepOf, TRIGGER, titleOf } from "@/features/graph/model";
import { focusNode } from "./canvas/focus";
import { useDefinition, useDesigner } from "./context";

/** The steps of the flow in the search (Ctrl K); `?step=` in the address opens one. */
export function useStepSearch(): void {
  const { slug, store, kinds } = useDesigner();
  const definition = useDefinition();
  const [params, setParams] = useSearchParams();
  const wanted = params.get("step");

  const places = useMemo(
    () =>
      definition.steps.map((step) => ({
        key: `step:${step.id}`,
        group: "Steps of this flow",
        title: titleOf(step),
        detail: `${kinds.get(step.kind)?.title ?? step.kind} · ${step.id}`,
        path: `/flows/${slug}?step=${step.id}`,
      })),
    [definition.steps, kinds, slug],
  );
  useProvidedPlaces(places);

  useEffect(() => {
    if (wanted === null) return;
    const { history, select, open } = store.getState();
    if (wanted === TRIGGER || stepOf(history.present, wanted)) {
      select([wanted]);
      open({ kind: "node", id: wanted });
      focusNode(wanted);
    }
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        next.delete("step");
        return next;
      },
      { replace: true },
    );
  }, [wanted, store, setParams]);
}
