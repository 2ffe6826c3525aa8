import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Flow } from "@/api/types";
import { ANALYST, renderConsole } from "@/test/render";
import { FlowList } from "./FlowList";
import { slugOf } from "./slug";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const flow = (slug: string, change: Partial<Flow> = {}): Flow => ({
  slug,
  name: `Flow ${slug}`,
  description: "",
  state: "live",
  trigger_kind: "webhook",
  live_version: 2,
  live_hash: "abc",
  draft_revision: 3,
  has_unpublished_changes: false,
  updated_at: "2026-01-01T00:00:00Z",
  permissions: ["view"],
  counts: { open: 0, succeeded: 10, failed: 0, dead: 0, indeterminate: 0, cancelled: 0 },
  dead_letters: 0,
  ...change,
});

const answer = (flows: Flow[]) =>
  server.use(
    http.get("*/api/v1/flows/", () =>
      HttpResponse.json({ next: null, previous: null, results: flows }),
    ),
  );

describe("the list of flows", () => {
  it("tells states apart by word, and leads from the open dead letters to them", async () => {
    const dead = { open: 0, succeeded: 1, failed: 0, dead: 6, indeterminate: 0, cancelled: 0 };
    answer([
      flow("a", { counts: dead, dead_letters: 4, has_unpublished_changes: true }),
      flow("b", { state: "draft", live_version: null }),
    ]);
    renderConsole(<FlowList />);
    await screen.findByText("Flow a");
    expect(screen.getByText("Live", { selector: "span[data-status]" })).toBeTruthy();
    expect(screen.getByText("Draft", { selector: "span[data-status]" })).toBeTruthy();
    expect(screen.getByLabelText("The draft differs from the live version")).toBeTruthy();
    const link = screen.getByLabelText("4 dead letters") as HTMLAnchorElement;
    expect(link.getAttribute("href")).toBe("/dead-letters?flow=a");
  });

  it("leads who may only start a flow to how it is used", async () => {
    answer([flow("a", { permissions: ["view", "start"] }), flow("b", { permissions: ["view"] })]);
    renderConsole(<FlowList />);
    const way = async (name: string) => (await screen.findByText(name)).getAttribute("href");
    expect(await way("Flow a")).toBe("/flows/a/use");
    expect(await way("Flow b")).toBe("/flows/b");
  });

  it("filters by text and by need", async () => {
    const seenTo = { open: 0, succeeded: 0, failed: 0, dead: 1, indeterminate: 0, cancelled: 0 };
    answer([flow("orders", { counts: seenTo }), flow("staff", { dead_letters: 1 })]);
    renderConsole(<FlowList />);
    await screen.findByText("Flow orders");
    fireEvent.click(screen.getByText("Needs attention"));
    await waitFor(() => expect(screen.queryByText("Flow orders")).toBeNull());
    expect(screen.getByText("Flow staff")).toBeTruthy();
  });

  it("teaches the next step where there is none, to those who may take it", async () => {
    answer([]);
    renderConsole(<FlowList />);
    await screen.findByText("No flows yet");
    expect(screen.getAllByText("New flow").length).toBeGreaterThan(0);
  });

  it("offers nothing to those who may only look", async () => {
    answer([flow("a")]);
    renderConsole(<FlowList />, { me: { ...ANALYST, roles: ["operator"] } });
    await screen.findByText("Flow a");
    expect(screen.queryByText("New flow")).toBeNull();
  });

  it("says what failed", async () => {
    server.use(
      http.get("*/api/v1/flows/", () => HttpResponse.json({ detail: "No." }, { status: 500 })),
    );
    renderConsole(<FlowList />);
    expect(await screen.findByText("The flows could not be loaded")).toBeTruthy();
  });
});

describe("a slug", () => {
  it("is made from a name", () => {
    expect(slugOf("Café orders → Odoo!")).toBe("cafe-orders-odoo");
    expect(slugOf("—")).toBe("");
  });
});
