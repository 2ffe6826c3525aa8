/** What an expression sees besides its input, and what its result is for. */

import type { FlowDefinition, Json, JsonObject, Sample, StepDefinition } from "@/api/types";
import { downstream, TRIGGER } from "@/features/graph/model";
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
  connection: string;
  model: string;
}

/** The calls a step's result may end up in, with a target that can be described. */
export function targetsBehind(definition: FlowDefinition, step: string): Target[] {
  const behind = step === TRIGGER ? new Set<string>() : downstream(definition, step);
  return definition.steps.filter((one) => one.id === step || behind.has(one.id)).flatMap(asTarget);
}

function asTarget(step: StepDefinition): Target[] {
  const { connection, arguments: given } = step.config ?? {};
  const model = isObject(given) ? given.model : undefined;
  return step.kind === "call" && typeof connection === "string" && typeof model === "string"
    ? [{ step, connection, model }]
    : [];
}
