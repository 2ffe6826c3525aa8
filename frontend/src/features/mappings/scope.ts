/** What an expression sees besides its input, and what its result is for. */

import type {
  ExecutionDetail,
  FlowDefinition,
  Json,
  JsonObject,
  Sample,
  StepDefinition,
} from "@/api/types";
import type { ExpressionPlace } from "@/features/designer/useWorkbench";
import { downstream, innerOf, stepOf, upstream } from "@/features/graph/model";
import { isObject } from "@/ui/json";
import { innerPlace } from "./source";

/** True where an expression reads more than its input, so that the execution must be read too. */
export const readsBindings = (expression: string): boolean =>
  /\$(?:steps|document|trigger|execution)\b/.test(expression);

/** The variables as the captured execution bound them. */
export function boundBy(
  run: ExecutionDetail,
  definition: FlowDefinition,
  step: string,
): JsonObject {
  const before = upstream(definition, step);
  const outputs = run.steps
    .filter((one) => before.has(one.step) && one.item < 0 && one.status === "succeeded")
    .map((one) => [one.step, one.output] as const);
  return {
    document: run.payload,
    trigger: { ...run.trigger, received_at: run.received_at },
    steps: Object.fromEntries(outputs),
    execution: { id: run.id, flow: run.flow },
  };
}

/** Stand-ins where there is no captured execution: a pasted message is its own document. */
export function standIns(flow: string, input: Json): JsonObject {
  return {
    document: input,
    trigger: {
      kind: "manual",
      received_at: "2025-01-01T00:00:00Z",
      content_type: "application/json",
      headers: {},
    },
    steps: {},
    execution: { id: "00000000-0000-7000-8000-000000000000", flow },
  };
}

/** Inside a for-each: the item at hand; a pasted message is one by itself. */
export function itemOf(sample: Sample | null, input: Json): JsonObject {
  return { item: sample?.item ?? input, index: sample?.index ?? 0 };
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
  const inner = innerPlace(place.path);
  const around = inner && stepOf(definition, place.step);
  if (inner && around) {
    const [own, ...further] = innerOf(around).slice(inner.index);
    return [
      ...(own ? asTarget(own, { step: own.id, path: inner.path }) : []),
      ...further.flatMap((step) => asTarget(step, { step: "", path: "" })),
    ];
  }
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
