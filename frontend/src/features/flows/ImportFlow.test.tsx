import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { renderConsole } from "@/test/render";
import { ImportFlow } from "./ImportFlow";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const FLOW = { slug: "orders", name: "Orders", draft_revision: 7 };

async function choose(document: object) {
  renderConsole(<ImportFlow opened onClose={vi.fn()} />);
  await screen.findByText("Flow document");
  const input = window.document.querySelector('input[type="file"]') as HTMLInputElement;
  const file = new File([JSON.stringify(document)], "orders.flow.json");
  fireEvent.change(input, { target: { files: [file] } });
  await waitFor(() => expect(button("Import").disabled).toBe(false));
  fireEvent.click(button("Import"));
}

const button = (name: string) => screen.getByRole("button", { name }) as HTMLButtonElement;

it("asks before it replaces a draft, and leaves it where the person keeps it", async () => {
  const imported = vi.fn();
  server.use(
    http.get("*/api/v1/flows/orders/", () => HttpResponse.json(FLOW)),
    http.post("*/api/v1/flows/import/", () => {
      imported();
      return HttpResponse.json(FLOW);
    }),
  );
  await choose({ slug: "orders" });
  expect((await screen.findByText(/revision 7, is replaced/)).textContent).toContain("“Orders”");
  fireEvent.click(button("Keep it"));
  await waitFor(() => expect(screen.queryByText(/is replaced/)).toBeNull());
  expect(imported).not.toHaveBeenCalled();
  fireEvent.click(button("Import"));
  fireEvent.click(await screen.findByRole("button", { name: "Replace the draft" }));
  await waitFor(() => expect(imported).toHaveBeenCalledOnce());
});

it("asks nothing about a new flow, and lists each problem with its place", async () => {
  const problem = {
    code: "schema",
    message: "steps must be a list.",
    hint: "",
    where: { path: "$.steps" },
  };
  server.use(
    http.get("*/api/v1/flows/fresh/", () => HttpResponse.json({}, { status: 404 })),
    http.post("*/api/v1/flows/import/", () =>
      HttpResponse.json({ detail: "This is not a flow.", problems: [problem] }, { status: 422 }),
    ),
  );
  await choose({ slug: "fresh", steps: "x" });
  expect(await screen.findByText(/steps must be a list/)).toBeTruthy();
});
