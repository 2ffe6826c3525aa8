import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { ExecutionDetail } from "@/api/types";
import { renderConsole } from "@/test/render";
import { StepPanel } from "./StepPanel";

const ERROR = {
  code: "mapping.failed",
  message: "The left side of + must be a number.",
  hint: "Look at the data that the expression received, at the place named.",
};
const ATTEMPT = { attempt: 1, round: 0, status: "succeeded", started_at: "2026-01-01T00:00:00Z" };
const STEP = { step: "map", name: "Map it", kind: "map", item: -1, attempts: [ATTEMPT] };

const execution = (changes: Partial<ExecutionDetail>) =>
  ({
    flow: "orders",
    status: "dead",
    definition: {
      steps: [
        { id: "map", kind: "map", name: "Map it" },
        { id: "end", kind: "stop", name: "The end" },
      ],
      edges: [
        { from: "trigger", to: "map", when: "ok" },
        { from: "map", to: "end", when: "total + 1" },
      ],
    },
    trigger: { kind: "webhook", content_type: "", headers: {} },
    steps: [{ ...STEP, status: "succeeded" }],
    payload: null,
    ...changes,
  }) as unknown as ExecutionDetail;

const told = () => screen.getByRole("note").textContent ?? "";

it("tells of an edge that failed behind a step which completed: where, and what to do", () => {
  const where = { step: "map", path: "$.edges[1].when", line: 1, column: 7 };
  const failed = execution({ failed_step: "map", error: { ...ERROR, where } });
  renderConsole(<StepPanel execution={failed} step="map" />);
  expect(told()).toContain("Condition of the edge Map it → The end, line 1, column 7");
  expect(told()).toContain(ERROR.hint);
  const link = within(screen.getByRole("note")).getByRole("link", { name: /Open the step/ });
  expect(link.getAttribute("href")).toBe("/flows/orders?step=map");
});

it("tells of an edge that failed behind the trigger", () => {
  const where = { step: "trigger", path: "$.edges[0].when", line: 1, column: 1 };
  const failed = execution({ steps: [], failed_step: "trigger", error: { ...ERROR, where } });
  renderConsole(<StepPanel execution={failed} step="trigger" />);
  expect(told()).toContain("Condition of the edge Trigger → Map it, line 1, column 1");
});

it("tells nothing of a step that another one's error does not concern", () => {
  const failed = execution({ failed_step: "end", error: { ...ERROR, where: { step: "end" } } });
  renderConsole(<StepPanel execution={failed} step="map" />);
  expect(screen.queryByRole("note")).toBeNull();
});
