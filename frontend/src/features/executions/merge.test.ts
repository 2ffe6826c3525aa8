import { describe, expect, it } from "vitest";
import type { ExecutionRow } from "@/api/types";
import { applied, belongs, merged } from "./merge";

const row = (id: string, change: Partial<ExecutionRow> = {}): ExecutionRow => ({
  id,
  flow: "supplier-orders",
  flow_name: "Supplier orders",
  version: 1,
  status: "queued",
  trigger_kind: "webhook",
  business_keys: { order: "PO-1" },
  received_at: "2026-01-01T10:00:00Z",
  finished_at: null,
  duration_ms: null,
  step_attempts: 0,
  failed_step: null,
  error: null,
  replay_of: null,
  ...change,
});

describe("merging live rows", () => {
  it("puts new rows on top and replaces known ones in place", () => {
    const before = [row("b"), row("a")];
    const after = merged(before, [row("c"), row("a", { status: "succeeded" })]);
    expect(after.map((one) => one.id)).toEqual(["c", "b", "a"]);
    expect(after[2]?.status).toBe("succeeded");
  });

  it("takes a row away that no longer belongs to the filter", () => {
    const after = applied([row("a")], [row("a", { status: "succeeded" })], { status: "queued" });
    expect(after).toEqual([]);
  });

  it("filters as the server does", () => {
    expect(belongs(row("a"), { flow: "other" })).toBe(false);
    expect(belongs(row("a"), { business_key: "PO-1" })).toBe(true);
    expect(belongs(row("a"), { business_key: "PO-2" })).toBe(false);
    expect(belongs(row("a"), { status: "dead,queued" })).toBe(true);
    expect(belongs(row("a"), { received_after: "2026-01-02T00:00:00Z" })).toBe(false);
  });
});
