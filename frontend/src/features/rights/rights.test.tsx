import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Flow, FlowRights as Rights } from "@/api/types";
import { renderConsole } from "@/test/render";
import { FlowRights } from "./FlowRights";
import { isKept, toggled } from "./grants";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const ORDER = ["view", "edit", "start"] as const;
const FLOW = { slug: "orders", name: "Orders" } as Flow;
const role = (name: string, rights: Rights["holders"][number]["rights"]) => ({
  kind: "role" as const,
  name,
  display_name: name,
  active: true,
  rights,
});
const RIGHTS: Rights = {
  may_change: true,
  holders: [
    role("operator", ["view"]),
    role("administrator", ["view", "edit"]),
    { kind: "person", name: "anna", display_name: "Anna", active: false, rights: ["view"] },
  ],
};

const answer = (rights: Rights) =>
  server.use(
    http.get("*/api/v1/flows/orders/rights/", () => HttpResponse.json(rights)),
    http.get("*/api/v1/people/", () =>
      HttpResponse.json({ next: null, previous: null, results: [] }),
    ),
  );
const show = () => renderConsole(<FlowRights flow={FLOW} opened onClose={() => {}} />);

describe("ticking", () => {
  it("brings the ground with any right, and takes all with the ground", () => {
    expect(toggled(ORDER, [], "start")).toEqual(["view", "start"]);
    expect(toggled(ORDER, ["view", "start"], "edit")).toEqual(["view", "edit", "start"]);
    expect(toggled(ORDER, ["view", "start"], "start")).toEqual(["view"]);
    expect(toggled(ORDER, ["view", "start"], "view")).toEqual([]);
  });

  it("leaves administrators their view", () => {
    expect(isKept(ORDER, { kind: "role", name: "administrator" }, "view")).toBe(true);
    expect(isKept(ORDER, { kind: "role", name: "administrator" }, "edit")).toBe(false);
    expect(isKept(ORDER, { kind: "person", name: "administrator" }, "view")).toBe(false);
  });
});

describe("the rights on a flow", () => {
  it("are given by a tick, and shown as the server answers", async () => {
    answer(RIGHTS);
    let sent: unknown;
    server.use(
      http.put("*/api/v1/flows/orders/rights/role/operator/", async ({ request }) => {
        sent = await request.json();
        const holders = [role("operator", ["view", "start"]), ...RIGHTS.holders.slice(1)];
        return HttpResponse.json({ ...RIGHTS, holders });
      }),
    );
    show();
    const box = (name: string) => screen.getByRole("checkbox", { name }) as HTMLInputElement;
    await screen.findByRole("table", { name: "Rights on Orders" });
    expect(box("Administrator: View").disabled).toBe(true);
    expect(screen.getByText("deactivated")).toBeTruthy();
    fireEvent.click(box("Operator: Start"));
    await waitFor(() => expect(sent).toEqual({ rights: ["view", "start"] }));
    await waitFor(() => expect(box("Operator: Start").checked).toBe(true));
  });

  it("are read by those who may not give them", async () => {
    answer({ ...RIGHTS, may_change: false });
    show();
    const table = await screen.findByRole("table", { name: "Rights on Orders" });
    expect(screen.queryByRole("checkbox")).toBeNull();
    expect(screen.queryByText("Give a single person rights")).toBeNull();
    expect(within(table).getAllByRole("img", { name: "yes" })).toHaveLength(4);
    expect(screen.getByText("Rights are given by administrators.")).toBeTruthy();
  });

  it("say what failed", async () => {
    server.use(
      http.get("*/api/v1/flows/orders/rights/", () =>
        HttpResponse.json({ detail: "No." }, { status: 500 }),
      ),
    );
    show();
    expect(await screen.findByText("The rights could not be loaded")).toBeTruthy();
  });
});
