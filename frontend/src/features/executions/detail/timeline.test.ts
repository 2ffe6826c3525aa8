import { expect, it } from "vitest";
import type { ExecutionDetail } from "@/api/types";
import { lanesOf } from "./timeline";

const AT = Date.parse("2026-01-01T00:00:00Z");
const after = (ms: number) => new Date(AT + ms).toISOString();

const execution = (finished: number | null) =>
  ({
    received_at: after(0),
    finished_at: finished === null ? null : after(finished),
    definition: {
      steps: [{ id: "each", name: "Each line", config: { do: [{ id: "call", name: "Line" }] } }],
    },
    steps: [
      {
        step: "each.call",
        name: "",
        item: 0,
        attempts: [
          { attempt: 1, status: "failed", started_at: after(1_000), finished_at: after(2_000) },
          { attempt: 2, status: "started", started_at: after(8_000), finished_at: null },
        ],
      },
    ],
  }) as unknown as ExecutionDetail;

it("keeps every attempt within the time line, also where the browser's clock is behind", () => {
  for (const now of [AT + 4_000, AT + 16_000]) {
    for (const { left, width } of lanesOf(execution(null), now)[0]?.bars ?? []) {
      expect(left).toBeLessThanOrEqual(1);
      expect(width).toBeGreaterThan(0);
      expect(left + width).toBeLessThan(1.01);
    }
  }
});

it("calls a step inside a for-each by both names", () => {
  expect(lanesOf(execution(9_000), AT)[0]?.name).toBe("Each line › Line");
});

it("counts the time of a person for none of the call", () => {
  const run = execution(9_000);
  run.steps = [
    {
      ...run.steps[0],
      kind: "call",
      output: { resolved: "Seen there." },
      attempts: [
        {
          attempt: 1,
          status: "succeeded",
          started_at: after(0),
          finished_at: after(9_000),
          duration_ms: 9_000,
        },
      ],
    },
  ] as unknown as ExecutionDetail["steps"];
  expect(lanesOf(run, AT)[0]?.bars[0]).toMatchObject({ ms: null, resolved: "Seen there." });
});
