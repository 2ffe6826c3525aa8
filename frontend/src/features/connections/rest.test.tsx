import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { describe, expect, it } from "vitest";
import type { Connection } from "@/api/types";
import { renderConsole } from "@/test/render";
import { clockTime } from "@/ui/time";
import { RestNote } from "./RestNote";
import { Systems } from "./Systems";

const until = new Date(Date.now() + 60_000);
const words = (change: Partial<Connection>) => {
  const connection = { rests_until: until.toISOString(), ...change } as Connection;
  const { container } = renderConsole(<RestNote connection={connection} />);
  return container.querySelector("time")?.parentElement?.textContent ?? "";
};

describe("a connection that rests", () => {
  it("says until when, and why", () => {
    expect(words({ rest_reason: "asked" })).toBe(
      `Rests until ${clockTime(until)} — its target asked for it`,
    );
    expect(words({ rest_reason: "failing" })).toBe(
      `Rests until ${clockTime(until)} — it failed several times in a row`,
    );
  });

  it("says nothing once the time is over", () => {
    expect(words({ rests_until: null, rest_reason: "" })).toBe("");
    const over = new Date(Date.now() - 60_000).toISOString();
    expect(words({ rests_until: over, rest_reason: "asked" })).toBe("");
  });

  it("is shown with its system", async () => {
    const connection = {
      slug: "odoo",
      name: "Odoo",
      system: "odoo",
      health: "failing",
      health_message: "",
      rests_until: until.toISOString(),
      rest_reason: "failing",
    };
    const server = setupServer(
      http.get("*/api/v1/systems/", () =>
        HttpResponse.json({ results: [{ slug: "odoo", name: "Odoo", allowed_private_hosts: [] }] }),
      ),
      http.get("*/api/v1/connections/", () => HttpResponse.json({ results: [connection] })),
    );
    server.listen({ onUnhandledRequest: "error" });
    renderConsole(<Systems />);
    expect((await screen.findByText(/^Rests until/)).textContent).toContain(clockTime(until));
    server.close();
  });
});
