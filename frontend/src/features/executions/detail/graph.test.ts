import { describe, expect, it } from "vitest";
import type { ExecutionStep, FlowDefinition, StepAttempt } from "@/api/types";
import { placed, stateOf, taken } from "./graph";

const attempt = (change: Partial<StepAttempt> = {}): StepAttempt => ({
  attempt: 1,
  round: 0,
  status: "succeeded",
  started_at: null,
  finished_at: null,
  duration_ms: null,
  port: "out",
  error: null,
  resume_at: null,
  ...change,
});

const step = (id: string, status: string, ...attempts: StepAttempt[]): ExecutionStep => ({
  step: id,
  name: id,
  kind: "call",
  item: null,
  status,
  input: null,
  output: null,
  request: null,
  attempts,
});

const DEFINITION: FlowDefinition = {
  schema: "fairlead.flow/1",
  slug: "f",
  name: "F",
  trigger: { kind: "webhook" },
  steps: [
    { id: "a", kind: "map" },
    { id: "b", kind: "call" },
    { id: "c", kind: "call" },
  ],
  edges: [
    { from: "trigger", to: "a" },
    { from: "a", to: "b" },
    { from: "a", to: "c", port: "error" },
    { from: "b", to: "c" },
  ],
};

describe("the graph of a run", () => {
  it("places steps in columns by their longest way from the trigger", () => {
    const positions = placed(DEFINITION);
    const columns = ["trigger", "a", "b", "c"].map((id) => (positions[id]?.x ?? -1) / 260);
    expect(columns).toEqual([0, 1, 2, 3]);
  });

  it("tells a step that will be tried again from one that failed for good", () => {
    const again = attempt({ status: "failed", resume_at: "2026-01-01T00:00:00Z" });
    expect(stateOf([step("b", "failed", again)], "b")).toBe("retrying");
    expect(stateOf([step("b", "failed", attempt({ status: "failed" }))], "b")).toBe("failed");
    expect(stateOf([], "b")).toBe("untouched");
    expect(stateOf([step("each.call", "succeeded", attempt())], "each")).toBe("running");
  });

  it("lights the edges by which the execution went", () => {
    const steps = [step("a", "succeeded", attempt()), step("b", "started", attempt())];
    expect(taken(steps, "trigger", "a", "out")).toBe(true);
    expect(taken(steps, "a", "b", "out")).toBe(true);
    expect(taken(steps, "a", "c", "error")).toBe(false);
  });
});
