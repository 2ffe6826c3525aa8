import { describe, expect, it } from "vitest";
import type { FlowDefinition, StepDefinition } from "@/api/types";
import { compareFlows } from "./compare";
import { summaryOf } from "./summary";

const MAP: StepDefinition = {
  id: "map",
  kind: "map",
  name: "Map order",
  config: { expression: "$" },
};
const CALL: StepDefinition = {
  id: "call",
  kind: "call",
  name: "Create order",
  config: { connection: "odoo", operation: "create", arguments: { note: "a" } },
};
const FLOW: FlowDefinition = {
  schema: "fairlead.flow/1",
  slug: "f",
  name: "F",
  trigger: { kind: "webhook" },
  steps: [MAP, CALL],
  edges: [
    { from: "trigger", to: "map" },
    { from: "map", to: "call" },
  ],
};

const summary = (after: Partial<FlowDefinition>) =>
  summaryOf(compareFlows(FLOW, { ...FLOW, ...after }));

describe("the summary of what changes", () => {
  it("counts the steps and names the aspects that changed", () => {
    const found = summary({
      steps: [
        { ...MAP, config: { expression: "$.order" } },
        { ...CALL, retry: { max_attempts: 3, initial_s: 2 } },
        { id: "end", kind: "stop" },
      ],
    });
    expect(found).toEqual({
      counts: ["2 steps changed, 1 added"],
      remarks: [
        { aspect: "the mapping", of: "Map order" },
        { aspect: "the retry policy", of: "Create order" },
      ],
      more: 0,
    });
  });

  it("counts edges of their own, and says which condition changed", () => {
    const edges = [{ from: "trigger", to: "map", when: "total > 1" }];
    expect(summary({ edges })).toEqual({
      counts: ["1 edge changed, 1 removed"],
      remarks: [{ aspect: "the condition", of: "Trigger → Map order" }],
      more: 0,
    });
  });

  it("tells what changed of the flow itself", () => {
    const trigger = { kind: "webhook", config: { schema: { type: "object" } } };
    const keys = { ordering: "id" };
    const aspects = summary({ trigger, keys, name: "G" }).remarks.map((one) => one.aspect);
    expect(aspects.sort()).toEqual(["the contract of the trigger", "the keys", "the name"]);
  });

  it("names four, and counts the rest", () => {
    const steps: StepDefinition[] = [
      { ...MAP, name: "Map", config: { expression: "1" }, retry: { factor: 3 } },
      { ...CALL, name: "Call", config: { connection: "other" } },
    ];
    const { remarks, more } = summary({ steps });
    expect(remarks).toHaveLength(4);
    expect(more).toBe(3);
  });
});
