import { describe, expect, it } from "vitest";
import type { ExecutionStep, StepAttempt } from "@/api/types";
import { stateOf, taken } from "./graph";

const attempt = (change: Partial<StepAttempt> = {}): StepAttempt => ({
  attempt: 1,
  round: 0,
  status: "succeeded",
  started_at: "2026-01-01T00:00:00Z",
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
  item: -1,
  status,
  input: null,
  output: null,
  request: null,
  attempts,
});

describe("the graph of a run", () => {
  it("tells a step that will be tried again from one that failed for good", () => {
    const again = attempt({ status: "failed", resume_at: "2026-01-01T00:00:00Z" });
    expect(stateOf([step("b", "failed", again)], "b")).toBe("retrying");
    expect(stateOf([step("b", "failed", attempt({ status: "failed" }))], "b")).toBe("failed");
    expect(stateOf([], "b")).toBe("untouched");
    expect(stateOf([step("each.call", "succeeded", attempt())], "each")).toBe("running");
  });

  it("tells a call that waits for its turn from one that failed", () => {
    const held = attempt({ status: "held_back", resume_at: "2026-01-01T00:00:09Z" });
    expect(stateOf([step("b", "held_back", held)], "b")).toBe("held");
    expect(stateOf([step("b", "held_back", held)], "b", true)).toBe("untouched");
    const again = attempt({ status: "failed", resume_at: "2026-01-01T00:00:09Z" });
    expect(stateOf([step("b", "failed", again)], "b", true)).toBe("failed");
  });

  it("shows a step that called and was then held back in its state, also in a for-each", () => {
    const failed = attempt({ status: "failed", resume_at: "2026-01-01T00:00:00Z" });
    const held = attempt({ status: "held_back", resume_at: "2026-01-01T00:00:09Z" });
    const givenUp = attempt({ status: "held_back" });
    expect(stateOf([step("b", "held_back", failed, held)], "b")).toBe("held");
    expect(stateOf([step("b", "held_back", failed, held)], "b", true)).toBe("failed");
    expect(stateOf([step("b", "held_back", held, givenUp)], "b", true)).toBe("failed");
    expect(stateOf([step("each.b", "held_back", held)], "each")).toBe("held");
    expect(stateOf([step("each.b", "failed", failed)], "each")).toBe("retrying");
  });

  it("lights the edges by which the execution went", () => {
    const steps = [step("a", "succeeded", attempt()), step("b", "started", attempt())];
    expect(taken(steps, "trigger", "a", "out")).toBe(true);
    expect(taken(steps, "a", "b", "out")).toBe(true);
    expect(taken(steps, "a", "c", "error")).toBe(false);
  });
});
