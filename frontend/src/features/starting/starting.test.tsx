import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dispositionOf, typeOf } from "@/api/resources/starting";
import type { Flow } from "@/api/types";
import { renderConsole } from "@/test/render";
import { StartFlow } from "./StartFlow";
import { sizeOf } from "./takes";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const flow = (change: Partial<Flow> = {}) =>
  ({
    slug: "suppliers",
    name: "Suppliers",
    state: "live",
    trigger_kind: "api",
    live_version: 3,
    permissions: ["view", "start"],
    ...change,
  }) as Flow;

const live = (steps: object[]) =>
  server.use(
    http.get("*/api/v1/flows/suppliers/versions/3/", () =>
      HttpResponse.json({ definition: { trigger: { kind: "api", config: {} }, steps, edges: [] } }),
    ),
  );
const BATCH = { id: "load", kind: "batch", config: { source: { kind: "file" } } };

describe("starting a flow by hand", () => {
  it("asks for a file where a batch reads one", async () => {
    live([BATCH]);
    renderConsole(<StartFlow flow={flow()} />);
    fireEvent.click(await screen.findByRole("button", { name: "Upload a file" }));
    expect(await screen.findByText("No file chosen yet.")).toBeTruthy();
  });

  it("sends a message as it is written, and says why it was refused", async () => {
    live([]);
    const sent: string[] = [];
    server.use(
      http.post("*/api/v1/flows/suppliers/executions/", async ({ request }) => {
        sent.push(request.headers.get("content-type") ?? "", await request.text());
        return HttpResponse.json(
          { detail: "The body is not JSON.", hint: "Mend it." },
          { status: 400 },
        );
      }),
    );
    renderConsole(<StartFlow flow={flow()} />);
    fireEvent.click(await screen.findByRole("button", { name: "Start" }));
    const message = await screen.findByLabelText(/Message/);
    fireEvent.change(message, { target: { value: "{nothing" } });
    fireEvent.submit(message);
    expect((await screen.findByRole("alert")).textContent).toContain("Mend it.");
    expect(sent).toEqual(["application/json", "{nothing"]);
  });

  it("is not offered to who may not, or where nothing is live", async () => {
    live([]);
    const { container } = renderConsole(
      <>
        <StartFlow flow={flow({ permissions: ["view"] })} />
        <StartFlow flow={flow({ state: "paused" })} />
      </>,
    );
    await waitFor(() => expect(container.querySelector("button")).toBeNull());
  });

  it("names files so that every header carries them, and types by their ending", () => {
    expect(dispositionOf('größe "1".csv')).toBe(
      'attachment; filename="gr%C3%B6%C3%9Fe%20%221%22.csv"',
    );
    expect(typeOf({ name: "A.CSV", type: "application/vnd.ms-excel" })).toBe("text/csv");
    expect(typeOf({ name: "a", type: "" })).toBe("application/octet-stream");
    expect([sizeOf(12), sizeOf(1536), sizeOf(20 * 1024 * 1024)]).toEqual([
      "12 B",
      "1.5 KB",
      "20 MB",
    ]);
  });
});
