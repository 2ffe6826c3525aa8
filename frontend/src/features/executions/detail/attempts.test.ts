import { expect, it } from "vitest";
import type { ExecutionStep, Json, StepAttempt } from "@/api/types";
import { endOf, numbersOf, resolutionOf, waited } from "./attempts";

const at = (started_at: string | null, finished_at: string | null) =>
  ({ started_at, finished_at }) as StepAttempt;

it("measures the pause between attempts where both moments are known", () => {
  const first = at("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z");
  expect(waited(first, at("2026-01-01T00:00:03.500Z", null))).toBe(2_500);
  expect(waited(undefined, first)).toBeNull();
  expect(waited(at("2026-01-01T00:00:00Z", null), first)).toBeNull();
});

it("lets what was held back last until its time, the next attempt, or now", () => {
  const moment = (seconds: number) => Date.parse("2026-01-01T00:00:00Z") + seconds * 1_000;
  const held = {
    ...at("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
    status: "held_back",
    resume_at: "2026-01-01T00:00:10Z",
    error: { code: "connector.held_back", message: "Not its turn." },
  } as StepAttempt;
  expect(endOf(held, undefined, moment(60))).toBe(moment(10));
  expect(endOf(held, undefined, moment(4))).toBe(moment(4));
  expect(endOf(held, at("2026-01-01T00:00:07Z", null), moment(60))).toBe(moment(7));
  expect(endOf(at(null, "2026-01-01T00:00:01Z"), undefined, moment(60))).toBe(moment(1));
  expect(numbersOf([held, { ...held, status: "failed" }, held, held])).toEqual([
    null,
    1,
    null,
    null,
  ]);
});

it("knows what a person resolved from what a call answered", () => {
  const step = (output: Json, changes: Partial<ExecutionStep> = {}) =>
    ({
      kind: "call",
      output,
      attempts: [{ status: "failed" }, { status: "succeeded" }],
      ...changes,
    }) as ExecutionStep;
  const said = { resolved: "It is in the ledger." };
  expect(resolutionOf(step(said), 1)).toBe("It is in the ledger.");
  expect(resolutionOf(step(said), 0)).toBeNull();
  expect(resolutionOf(step({ ...said, id: 7 }), 1)).toBeNull();
  expect(resolutionOf(step(null), 1)).toBeNull();
  expect(resolutionOf(step([said]), 1)).toBeNull();
  expect(resolutionOf(step({ resolved: true }), 1)).toBeNull();
  expect(resolutionOf(step(said, { kind: "map" }), 1)).toBeNull();
});
