/** What an expression sees besides its input, and what its result is for. */

import type { FlowDefinition, Json, JsonObject, Sample, StepDefinition } from "@/api/types";
import type { ExpressionPlace } from "@/features/designer/useWorkbench";
import { downstream } from "@/features/graph/model";
import { isObject } from "@/ui/json";

/** Stand-ins for the variables an execution binds; what only a run knows is left out. */
export function bindingsFor(flow: string, sample: Sample | null, input: Json): JsonObject {
  return {
    document: input,
    trigger: {
      kind: "webhook",
      received_at: sample?.received_at ?? "2025-01-01T00:00:00Z",
      content_type: "application/json",
      headers: {},
    },
    steps: {},
    execution: { id: sample?.execution ?? "00000000-0000-7000-8000-000000000000", flow },
  };
}

export interface Target {
  step: StepDefinition;
  /** The result is what is written; else the call makes its values from it by a further expression. */
  direct: boolean;
  connection: string;
  model: string;
}

/** The calls an expression's result may end up in, with a target that can be described: the step's
 * own call first. */
export function targetsBehind(definition: FlowDefinition, place: ExpressionPlace): Target[] {
  const behind = downstream(definition, place.step);
  const own = definition.steps.filter((one) => one.id === place.step);
  const further = definition.steps.filter((one) => behind.has(one.id));
  return [...own, ...further].flatMap((step) => asTarget(step, place));
}

function asTarget(step: StepDefinition, place: ExpressionPlace): Target[] {
  const { connection, arguments: given } = step.config ?? {};
  const model = isObject(given) ? given.model : undefined;
  if (step.kind !== "call" || typeof connection !== "string" || typeof model !== "string")
    return [];
  const values = isObject(given) && isObject(given.values) ? given.values.$expr : undefined;
  const direct =
    step.id === place.step
      ? place.path === "arguments.values.$expr"
      : typeof values === "string" && values.trim() === "$";
  return [{ step, connection, model, direct }];
}
