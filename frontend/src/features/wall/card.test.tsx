import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Me } from "@/api/types";
import { ANALYST, renderConsole } from "@/test/render";
import { FlowCard } from "./FlowCard";
import type { WallFlow } from "./harm";

const NOW = new Date("2026-01-10T12:00:00Z");
const STEWARD: Me = { ...ANALYST, roles: ["steward"], sections: ["wall", "flows", "executions"] };

const flow: WallFlow = {
  slug: "orders",
  name: "Orders",
  state: "live",
  last_at: null,
  counts: { open: 0, succeeded: 1, failed: 0, dead: 3, indeterminate: 0, cancelled: 0 },
  signs: {
    dead_letters: 3,
    cause: "No currency.",
    recent: { ended: 20, dead: 3 },
    waiting_since: null,
    unattended: false,
    held: 0,
    failed_records: 0,
    targets: [],
    resting: [],
  },
};

const linked = (words: string) =>
  screen.getAllByText(words).map((one) => one.closest("a")?.getAttribute("href") ?? null);

describe("the card of a flow", () => {
  it("leads to the dead letters", () => {
    renderConsole(<FlowCard flow={flow} now={NOW} />);
    expect(linked("3 dead letters")).toEqual(["/dead-letters?flow=orders"]);
    expect(linked("3")).toEqual(["/dead-letters?flow=orders"]);
  });

  it("claims nothing of what should have arrived", () => {
    renderConsole(<FlowCard flow={flow} now={NOW} />);
    const business = screen.getByText("Business");
    expect(business.textContent).toBe("BusinessNo window set");
    expect(business.getAttribute("data-tone")).toBe("neutral");
  });

  it("tells the figures alone to who may not go there", () => {
    renderConsole(<FlowCard flow={flow} now={NOW} />, { me: STEWARD });
    expect(linked("3 dead letters")).toEqual([null]);
    expect(linked("3")).toEqual([null]);
    expect(linked("1")).toEqual(["/executions?flow=orders&status=succeeded"]);
  });
});
