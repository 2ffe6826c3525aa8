import { EditorView } from "@codemirror/view";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { meQuery } from "@/api/resources/session";
import type { FlowDefinition, Problem } from "@/api/types";
import { SessionContext } from "@/app/session/session";
import { live } from "@/live/connection";
import { ANALYST } from "@/test/render";
import { DesignerPage } from "./DesignerPage";

const DEFINITION: FlowDefinition = {
  schema: "fairlead.flow/1",
  slug: "orders",
  name: "Orders",
  trigger: { kind: "manual", config: {} },
  steps: [
    {
      id: "map",
      kind: "map",
      name: "Map it",
      config: { expression: "$" },
      position: { x: 260, y: 0 },
    },
  ],
  edges: [{ from: "trigger", to: "map" }],
};
const PORTS = [
  { name: "out", title: "Done" },
  { name: "error", title: "Failed" },
];
const KIND = {
  description: "",
  icon: "transform",
  category: "data",
  config_schema: { type: "object" },
};
const KINDS = [
  { ...KIND, kind: "map", title: "Map", ports: PORTS },
  { ...KIND, kind: "stop", title: "Stop", ports: [], category: "flow" },
];
const FLOW = {
  slug: "orders",
  name: "Orders",
  description: "",
  state: "live",
  trigger_kind: "manual",
  live_version: 1,
  live_hash: "x",
  draft_revision: 4,
  has_unpublished_changes: false,
  updated_at: "2026-01-01T00:00:00Z",
  permissions: ["view", "edit", "publish"],
  counts: { open: 0, succeeded: 0, failed: 0, dead: 0, indeterminate: 0, cancelled: 0 },
  dead_letters: 0,
};
const DRAFT = {
  definition: DEFINITION,
  revision: 4,
  updated_at: "2026-01-01T00:00:00Z",
  updated_by: "analyst",
  problems: [],
};

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

let saved: { definition: FlowDefinition; ifMatch: string | null }[] = [];
let problems: Problem[] = [];
let stale = false;

beforeEach(() => {
  vi.spyOn(live, "follow").mockReturnValue(() => {});
  saved = [];
  problems = [];
  stale = false;
  serve();
});

function serve() {
  server.use(
    http.get("*/api/v1/flows/orders/", () => HttpResponse.json(FLOW)),
    http.get("*/api/v1/flows/orders/draft/", () =>
      HttpResponse.json(DRAFT, { headers: { ETag: '"4"' } }),
    ),
    http.get("*/api/v1/step-kinds/", () => HttpResponse.json(KINDS)),
    http.get("*/api/v1/trigger-kinds/", () =>
      HttpResponse.json([{ ...KIND, kind: "manual", title: "By hand", ports: [PORTS[0]] }]),
    ),
    http.get("*/api/v1/flows/orders/versions/1/", () =>
      HttpResponse.json({ number: 1, definition: DEFINITION }),
    ),
    http.get("*/api/v1/flows/orders/versions/", () =>
      HttpResponse.json({
        next: null,
        previous: null,
        results: [{ number: 1, hash: "abc", published_at: DRAFT.updated_at, published_by: "a" }],
      }),
    ),
    http.get("*/api/v1/flows/orders/samples/", () => HttpResponse.json({ results: [] })),
    http.post("*/api/v1/flows/orders/draft/validate/", () => HttpResponse.json({ problems })),
    http.put("*/api/v1/flows/orders/draft/", async ({ request }) => {
      const ifMatch = request.headers.get("If-Match");
      const { definition } = (await request.json()) as { definition: FlowDefinition };
      if (stale && ifMatch === '"4"') {
        const current = { revision: 7, updated_at: DRAFT.updated_at, updated_by: "steward" };
        return HttpResponse.json({ status: 412, code: "stale", current }, { status: 412 });
      }
      saved.push({ definition, ifMatch });
      return HttpResponse.json({ ...DRAFT, definition, revision: 5 }, { headers: { ETag: '"5"' } });
    }),
  );
}

function open(at = "/flows/orders") {
  const router = createMemoryRouter([{ path: "/flows/:slug", element: <DesignerPage /> }], {
    initialEntries: [at],
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const shown = render(
    <MantineProvider env="test">
      <Notifications />
      <QueryClientProvider client={client}>
        <SessionContext value={ANALYST}>
          <RouterProvider router={router} />
        </SessionContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...shown, client };
}

/** The dialog, where the server has it that the saved draft is not what is live. */
async function publishing(flow = {}) {
  server.use(
    http.get("*/api/v1/flows/orders/", () =>
      HttpResponse.json({ ...FLOW, has_unpublished_changes: true, ...flow }),
    ),
  );
  open();
  await node("Map: Map it");
  fireEvent.click(screen.getByRole("button", { name: "Publish" }));
  const dialog = await screen.findByRole("dialog");
  return {
    dialog,
    publish: () => within(dialog).getByRole("button", { name: /Publish|Checking the draft/ }),
  };
}

const node = (name: string) => screen.findByLabelText(name);
const state = () => screen.getByLabelText("State of the draft").textContent ?? "";

describe("the designer", () => {
  it("adds a step behind the selected one by keyboard, and saves against the revision read", async () => {
    open();
    const map = await node("Map: Map it");
    fireEvent.keyDown(map, { key: "Enter" });
    expect(await screen.findByDisplayValue("Map it")).toBeTruthy();
    const search = screen.getByLabelText("Search the palette");
    fireEvent.change(search, { target: { value: "stop" } });
    fireEvent.keyDown(search, { key: "Enter" });
    await node("Stop: Stop");
    expect(state()).toContain("Unsaved changes");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(state()).toContain("revision 5"));
    expect(state()).toContain("✓ Saved");
    expect(saved[0]?.ifMatch).toBe('"4"');
    expect(saved[0]?.definition.edges).toContainEqual({ from: "map", to: "stop" });
  });

  it("gives back what was unsaved when the session ended, and asks before it replaces another's save", async () => {
    const { client, unmount } = open();
    fireEvent.keyDown(await node("Map: Map it"), { key: "Enter" });
    fireEvent.change(await screen.findByDisplayValue("Map it"), { target: { value: "Mine" } });
    client.setQueryData(meQuery.queryKey, null);
    unmount();

    stale = true;
    server.use(
      http.get("*/api/v1/flows/orders/draft/", () =>
        HttpResponse.json({ ...DRAFT, revision: 7 }, { headers: { ETag: '"7"' } }),
      ),
    );
    open();
    const map = await node("Map: Mine");
    expect(await screen.findByText(/You are back where you were/)).toBeTruthy();
    expect(state()).toContain("Unsaved changes");
    fireEvent.keyDown(map, { key: "s", ctrlKey: true });
    expect(await screen.findByRole("dialog")).toBeTruthy();
    expect(saved).toEqual([]);
  });

  it("keeps nothing of what was saved or left behind on purpose", async () => {
    const { client, unmount } = open();
    fireEvent.keyDown(await node("Map: Map it"), { key: "Enter" });
    fireEvent.change(await screen.findByDisplayValue("Map it"), { target: { value: "Mine" } });
    client.setQueryData(meQuery.queryKey, ANALYST);
    unmount();
    open();
    await node("Map: Map it");
  });

  it("keeps the canvas and what is unsaved while the server is away, and saves once it is back", async () => {
    const { client } = open();
    fireEvent.keyDown(await node("Map: Map it"), { key: "Enter" });
    fireEvent.change(await screen.findByDisplayValue("Map it"), { target: { value: "Mine" } });
    server.use(http.all("*", () => HttpResponse.error()));
    await act(() => client.invalidateQueries());
    fireEvent.keyDown(await node("Map: Mine"), { key: "s", ctrlKey: true });
    const said = await screen.findByText(/Save again once the server answers/);
    expect(said.textContent).toContain("kept on this page");
    expect(screen.getByDisplayValue("Mine")).toBeTruthy();
    expect(state()).toContain("Unsaved changes");

    server.resetHandlers();
    serve();
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(state()).toContain("✓ Saved"));
    expect(saved[0]?.definition.steps[0]?.name).toBe("Mine");
    await waitFor(() => expect(screen.queryByText("The draft was not saved")).toBeNull());
  });

  it("opens the step that the address names", async () => {
    open("/flows/orders?step=map");
    expect(await screen.findByDisplayValue("Map it")).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.getAttribute("data-id")).toBe("map"));
  });

  it("removes and brings back by keyboard", async () => {
    open();
    fireEvent.keyDown(await node("Map: Map it"), { key: "Delete" });
    await waitFor(() => expect(screen.queryByLabelText("Map: Map it")).toBeNull());
    fireEvent.click(screen.getByLabelText("Undo"));
    expect(await node("Map: Map it")).toBeTruthy();
    expect(state()).toContain("✓ Saved");
  });

  it("says who saved first, and overwrites only when told to", async () => {
    stale = true;
    open();
    fireEvent.keyDown(await node("Map: Map it"), { key: "Delete" });
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("steward");
    expect(saved).toHaveLength(0);
    fireEvent.click(within(dialog).getByText("Overwrite with mine"));
    await waitFor(() => expect(saved[0]?.ifMatch).toBe('"7"'));
  });

  it("marks the step a problem belongs to, and leads there", async () => {
    problems = [
      {
        code: "schema.required",
        message: "expression is missing.",
        hint: "",
        where: { step: "map", path: "$.steps[0].config.expression" },
      },
    ];
    open();
    await screen.findByText("1 problem");
    expect(within(await node("Map: Map it")).getByLabelText("1 problem")).toBeTruthy();
    fireEvent.click(screen.getByText("1 problem"));
    fireEvent.click(screen.getByRole("button", { name: /expression is missing/ }));
    expect(await screen.findByDisplayValue("Map it")).toBeTruthy();
  });

  it("edits the contract of the trigger, shows its problems, and keeps it for another kind", async () => {
    const schema = { type: "object", properties: { id: { type: "strin" } } };
    const definition = { ...DEFINITION, trigger: { kind: "manual", config: { schema } } };
    const contract = { title: "Contract", type: ["object", "boolean"], format: "json-schema" };
    const config_schema = { type: "object", properties: { schema: contract } };
    const kind = { ...KIND, config_schema, ports: [PORTS[0]] };
    server.use(
      http.get("*/api/v1/flows/orders/draft/", () =>
        HttpResponse.json({ ...DRAFT, definition }, { headers: { ETag: '"4"' } }),
      ),
      http.get("*/api/v1/trigger-kinds/", () =>
        HttpResponse.json([
          { ...kind, kind: "manual", title: "By hand" },
          { ...kind, kind: "api", title: "REST call" },
        ]),
      ),
    );
    problems = [
      {
        code: "schema.invalid",
        message: "The schema cannot be used: $.properties.id.type is wrong.",
        hint: "",
        where: { step: "trigger", path: "$.trigger.config.schema.properties.id.type" },
      },
    ];
    open();
    fireEvent.keyDown(await node("Trigger: By hand"), { key: "Enter" });
    const editor = await screen.findByRole("textbox", { name: "Contract" });
    expect(await screen.findByText(/The schema cannot be used/)).toBeTruthy();
    const right = { type: "object", required: ["id"] };
    const view = EditorView.findFromDOM(editor);
    act(() =>
      view?.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: JSON.stringify(right) },
      }),
    );
    fireEvent.click(screen.getByRole("combobox", { name: "Started by" }));
    fireEvent.click(await screen.findByRole("option", { name: "REST call", hidden: true }));
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]?.definition.trigger).toEqual({ kind: "api", config: { schema: right } });
  });

  it("shows when a schedule would start the flow, and nothing of one that cannot be read", async () => {
    const config = { cron: "0 6 * * *", timezone: "Europe/Berlin" };
    const definition = { ...DEFINITION, trigger: { kind: "schedule", config } };
    const text = { type: "string" };
    const config_schema = {
      type: "object",
      properties: {
        cron: { ...text, title: "Cron expression", format: "cron" },
        timezone: { ...text, title: "Time zone", format: "time-zone" },
      },
    };
    server.use(
      http.get("*/api/v1/flows/orders/draft/", () =>
        HttpResponse.json({ ...DRAFT, definition }, { headers: { ETag: '"4"' } }),
      ),
      http.get("*/api/v1/trigger-kinds/", () =>
        HttpResponse.json([
          { ...KIND, config_schema, kind: "schedule", title: "Schedule", ports: [PORTS[0]] },
        ]),
      ),
      http.post("*/api/v1/schedules/preview/", async ({ request }) => {
        const { cron, timezone } = (await request.json()) as Record<string, string>;
        if (cron !== "0 6 * * *")
          return HttpResponse.json({ code: "schedule.cron" }, { status: 422 });
        return HttpResponse.json({ timezone, next: ["2026-03-30T06:00:00+02:00"] });
      }),
    );
    open();
    fireEvent.keyDown(await node("Trigger: Schedule"), { key: "Enter" });
    expect(await screen.findByText("Mon, 30 Mar 2026, 06:00 +02:00")).toBeTruthy();
    expect(screen.getByText("Next runs (Europe/Berlin)")).toBeTruthy();
    fireEvent.change(screen.getByLabelText("Cron expression"), { target: { value: "0 6" } });
    expect(await screen.findByText("Shown as soon as the schedule can be read.")).toBeTruthy();
    expect(screen.queryByText(/30 Mar/)).toBeNull();
  });

  it("shows what stands in the way of publishing, and nothing to confirm", async () => {
    problems = [
      {
        code: "schema.required",
        message: "expression is missing.",
        hint: "Write one.",
        where: { step: "map", path: "$.steps[0].config.expression" },
      },
    ];
    open();
    fireEvent.keyDown(await node("Map: Map it"), { key: "ArrowRight", altKey: true });
    await screen.findByText("1 problem");
    fireEvent.click(screen.getByRole("button", { name: "Publish" }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("One problem stands in the way");
    expect(within(dialog).queryByRole("button", { name: "Publish" })).toBeNull();
    fireEvent.click(
      within(dialog).getByRole("button", { name: /Map it:\s*expression is missing/ }),
    );
    expect(await screen.findByDisplayValue("Map it")).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("says what publishing changes, in a sentence and part by part", async () => {
    const before = {
      ...DEFINITION,
      steps: [{ ...DEFINITION.steps[0], config: { expression: "$.old" } }],
      edges: [],
    };
    server.use(
      http.get("*/api/v1/flows/orders/versions/1/", () =>
        HttpResponse.json({ number: 1, definition: before }),
      ),
    );
    const { dialog, publish } = await publishing();
    await within(dialog).findByText(/Against version 1, which is live/);
    expect(within(dialog).getByRole("status").textContent).toBe(
      "Against version 1, which is live: 1 step changed; 1 edge added; the mapping of Map it changed.",
    );
    const list = within(dialog).getByRole("list", { name: "Differences" });
    expect(list.textContent).toContain("Changed step Map it");
    expect(list.textContent).toContain("-$.old");
    expect(list.textContent).toContain("Added edge Trigger → Map it");
    await waitFor(() => expect(publish()).toHaveProperty("disabled", false));
  });

  it.each([
    ["Nothing changed", DEFINITION],
    [
      "Only the arrangement changed",
      {
        ...DEFINITION,
        steps: DEFINITION.steps.map((step) => ({ ...step, position: { x: 0, y: 90 } })),
      },
    ],
  ])("does not publish what is the same, and says why: %s", async (says, definition) => {
    server.use(
      http.get("*/api/v1/flows/orders/versions/1/", () =>
        HttpResponse.json({ number: 1, definition }),
      ),
    );
    const { dialog, publish } = await publishing();
    const reason = await within(dialog).findByText(new RegExp(`^${says}`));
    expect(reason.textContent).toContain("there is nothing to publish");
    expect(publish()).toHaveProperty("disabled", true);
    expect(publish().getAttribute("aria-describedby")).toBe(reason.id);
  });

  it("says of the first version that nothing is live yet", async () => {
    const never = { state: "draft", live_version: null, live_hash: null };
    const { dialog, publish } = await publishing(never);
    expect(dialog.textContent).toContain("Nothing of this flow is live yet");
    await waitFor(() => expect(publish()).toHaveProperty("disabled", false));
  });

  it("publishes also where the live version cannot be read, but says so", async () => {
    server.use(
      http.get("*/api/v1/flows/orders/versions/1/", () =>
        HttpResponse.json({ status: 500, title: "Broken" }, { status: 500 }),
      ),
    );
    const { dialog, publish } = await publishing();
    await within(dialog).findByText(/What changes is not known/);
    expect(within(dialog).getByRole("button", { name: "Read it again" })).toBeTruthy();
    await waitFor(() => expect(publish()).toHaveProperty("disabled", false));
  });

  it("compares a version with the draft, and takes it back into the draft", async () => {
    open();
    fireEvent.keyDown(await node("Map: Map it"), { key: "Delete" });
    fireEvent.click(screen.getByRole("button", { name: "Versions" }));
    fireEvent.click(await screen.findByRole("button", { name: "Compare version 1" }));
    const list = await screen.findByRole("list", { name: "Differences" });
    expect(list.textContent).toContain("Removed step Map it");
    fireEvent.click(screen.getByRole("button", { name: "Take into the draft: version 1" }));
    expect(await node("Map: Map it")).toBeTruthy();
    expect(state()).toContain("✓ Saved");
  });

  it("lets those without the right look, not change", async () => {
    server.use(
      http.get("*/api/v1/flows/orders/", () =>
        HttpResponse.json({ ...FLOW, permissions: ["view"] }),
      ),
    );
    open();
    fireEvent.keyDown(await node("Map: Map it"), { key: "Delete" });
    expect(screen.getByLabelText("Map: Map it")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
    expect(state()).toContain("you may look, not change");
  });
});
