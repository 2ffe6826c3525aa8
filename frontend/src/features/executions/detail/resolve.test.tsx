import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { ExecutionDetail } from "@/api/types";
import { renderConsole } from "@/test/render";
import { Attempts } from "./Attempts";
import { StepPanel } from "./StepPanel";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const ERROR = { code: "call.ambiguous", message: "The answer was lost." };
const AT = "2026-01-01T00:00:00Z";
const ATTEMPT = { attempt: 1, round: 0, status: "indeterminate", started_at: AT, error: ERROR };
const STEP = { step: "send", name: "Send", kind: "call", item: -1, attempts: [ATTEMPT] };

const execution = (permissions: string[]) =>
  ({
    id: "e1",
    flow: "orders",
    status: "indeterminate",
    permissions,
    definition: { steps: [{ id: "send", kind: "call", name: "Send" }], edges: [] },
    failed_step: "send",
    failed_step_name: "Send",
    error: ERROR,
    steps: [STEP],
  }) as unknown as ExecutionDetail;

const button = (name: string) => screen.getByRole("button", { name }) as HTMLButtonElement;

it("takes no answer for granted, and none without a reason", async () => {
  const resolved = vi.fn();
  server.use(
    http.post("*/api/v1/executions/e1/resolve/", async ({ request }) => {
      resolved(await request.json());
      return HttpResponse.json({});
    }),
  );
  renderConsole(<StepPanel execution={execution(["operate"])} step="send" />);
  fireEvent.click(within(screen.getByRole("note")).getByRole("button", { name: "Resolve…" }));
  const reason = await screen.findByRole("textbox", { name: /How do you know/ });
  expect((reason as HTMLTextAreaElement).required).toBe(true);
  expect(screen.queryByRole("radio", { checked: true })).toBeNull();
  expect(button("Resolve").disabled).toBe(true);
  expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
  fireEvent.click(screen.getByRole("radio", { name: /It did not arrive/ }));
  expect(button("Resolve").disabled).toBe(true);
  fireEvent.change(reason, { target: { value: "  " } });
  expect(button("Resolve").disabled).toBe(true);
  fireEvent.change(reason, { target: { value: "Not in its list." } });
  fireEvent.click(button("Resolve"));
  await waitFor(() =>
    expect(resolved).toHaveBeenCalledWith({ outcome: "retry", note: "Not in its list." }),
  );
});

it("asks nobody who may not operate the flow", () => {
  renderConsole(<StepPanel execution={execution(["view"])} step="send" />);
  expect(screen.getByRole("note").textContent).toContain(ERROR.message);
  expect(screen.queryByRole("button", { name: "Resolve…" })).toBeNull();
});

it("tells who resolved an attempt, and not how long that took", () => {
  const attempt = { ...ATTEMPT, status: "succeeded", error: null, duration_ms: 56_900 };
  const step = { ...STEP, attempts: [attempt], output: { resolved: "It is in the ledger." } };
  renderConsole(<Attempts step={step as unknown as ExecutionDetail["steps"][number]} />);
  expect(screen.getByText("Resolved by a person: It is in the ledger.")).toBeTruthy();
  expect(screen.queryByText("Took")).toBeNull();
});
