import { Notifications } from "@mantine/notifications";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DeadLetterGroup } from "@/api/types";
import { renderConsole } from "@/test/render";
import { Redrive } from "./Redrive";
import { Redrives } from "./Redrives";

const GROUP = {
  id: "cause",
  flow: "orders",
  flow_name: "Orders",
  step: "map",
  step_name: "Map it",
  code: "mapping.type",
  message: "The total is no number.",
  count: 3,
  state: "open",
  version: 1,
} as DeadLetterGroup;

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  server.resetHandlers();
  localStorage.clear();
});
afterAll(() => server.close());

const live = (version: number) =>
  http.get("*/api/v1/flows/", () =>
    HttpResponse.json({ results: [{ slug: "orders", live_version: version, permissions: [] }] }),
  );
const counts = http.post("*/api/v1/executions/counts/", async ({ request }) => {
  const { executions } = (await request.json()) as { executions: string[] };
  const none = { failed: 0, dead: 0, indeterminate: 0, cancelled: 0, open: 0 };
  return HttpResponse.json({
    accepted: executions.length,
    succeeded: executions.length,
    ...none,
  });
});

async function opened() {
  renderConsole(
    <>
      <Notifications />
      <Redrives />
      <Redrive group={GROUP} />
    </>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Redrive 3" }));
  return within(await screen.findByRole("dialog", { name: "Redrive 3 dead letters?" }));
}

describe("how dead letters go on", () => {
  it("replays portion by portion where a corrected version is live, and tells what became of it", async () => {
    const asked: unknown[] = [];
    server.use(
      live(2),
      counts,
      http.post("*/api/v1/dead-letters/groups/cause/replay/", async ({ request }) => {
        const { after } = (await request.json()) as { after?: string };
        asked.push(after);
        const refused = [{ execution: "3", code: "not_found", message: "Gone.", hint: "" }];
        return HttpResponse.json(
          after
            ? { executions: ["c"], refused, versions: { orders: 2 }, next: null }
            : { executions: ["a", "b"], refused: [], versions: { orders: 2 }, next: "2" },
          { status: 202 },
        );
      }),
    );
    const dialog = await opened();
    const replay = await dialog.findByRole("radio", {
      name: "Replay the message on the live version",
    });
    await waitFor(() => expect((replay as HTMLInputElement).checked).toBe(true));
    expect(dialog.getByText(/Version 2 is live/)).toBeTruthy();
    fireEvent.click(dialog.getByRole("button", { name: "Replay 3" }));
    const done = await screen.findByRole("list", { name: "Redriven and replayed lately" });
    await waitFor(() => expect(done.textContent).toContain("3 succeeded"));
    expect(done.textContent).toContain("3 replayed");
    expect(done.textContent).toContain("1 could not be started and stays here: Gone.");
    expect(asked).toEqual([undefined, "2"]);
  });

  it("warns that the live version is the one that failed, and proposes no replay", async () => {
    server.use(live(1));
    const dialog = await opened();
    expect(await dialog.findByText(/the one that met this error/)).toBeTruthy();
    const redrive = dialog.getByRole("radio", { name: "Redrive on the version it ran on" });
    expect((redrive as HTMLInputElement).checked).toBe(true);
  });

  it("says why nothing was replayed, and keeps the dialog", async () => {
    server.use(
      live(2),
      http.post("*/api/v1/dead-letters/groups/cause/replay/", () =>
        HttpResponse.json(
          { detail: "There is no such group.", hint: "Look at the list.", code: "not_found" },
          { status: 404 },
        ),
      ),
    );
    const dialog = await opened();
    fireEvent.click(await dialog.findByRole("button", { name: "Replay 3" }));
    expect((await dialog.findByRole("alert")).textContent).toContain("Look at the list.");
    expect(screen.queryByRole("list", { name: "Redriven and replayed lately" })).toBeNull();
  });
});
