/** What of a flow document counts: not the places on the canvas, and a default written out as much as
 * one left out. A version's content hash follows the same rules (flows/engine/canonical.py). */

import type { EdgeDefinition, FlowDefinition, Json, StepDefinition } from "@/api/types";
import { sameJson } from "@/ui/json";
import { DEFAULT_RETRY } from "../panels/retry";

/** The document without its steps and edges. */
export function flowMeaning(definition: FlowDefinition): Json {
  const { steps, edges: _, slug: __, schema: ___, keys, trigger, ...rest } = definition;
  const { position: ____, ...started } = trigger;
  const { ordering, idempotency, business } = keys ?? {};
  return {
    description: "",
    latency: "real_time",
    labels: {},
    ...rest,
    trigger: { config: {}, ...started },
    keys: {
      ...(ordering && { ordering }),
      ...(idempotency && { idempotency }),
      business: { ...business },
    },
  };
}

export const stepMeaning = ({ name, kind, config, retry }: StepDefinition): Json => ({
  name: name ?? "",
  kind,
  config: config ?? {},
  retry: { ...DEFAULT_RETRY, ...retry },
});

export const conditionOf = (edge: EdgeDefinition | undefined): string => edge?.when ?? "";

/** Whether a step both have stands elsewhere on the canvas. */
export function isMoved(before: FlowDefinition, after: FlowDefinition): boolean {
  const places = (definition: FlowDefinition) =>
    new Map([
      ["", definition.trigger.position],
      ...definition.steps.map(({ id, position }) => [id, position] as const),
    ]);
  const now = places(after);
  return [...places(before)].some(
    ([id, place]) => now.has(id) && !sameJson(asJson(place), asJson(now.get(id))),
  );
}

const asJson = (place: unknown) => place as Json | undefined;
