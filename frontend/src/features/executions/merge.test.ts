import { describe, expect, it } from "vitest";
import type { ExecutionRow } from "@/api/types";
import { belongs, held, heldBack, listed, ToldRows } from "./merge";

const row = (id: string, change: Partial<ExecutionRow> = {}): ExecutionRow => ({
  id,
  flow: "supplier-orders",
  flow_name: "Supplier orders",
  version: 1,
  status: "queued",
  trigger_kind: "webhook",
  business_keys: { order: "PO-1" },
  received_at: "2026-01-01T10:00:00.123456Z",
  finished_at: null,
  duration_ms: null,
  step_attempts: 0,
  failed_step: null,
  failed_step_name: null,
  held: false,
  error: null,
  failed_records: 0,
  replay_of: null,
  ...change,
});

const ids = (rows: readonly ExecutionRow[]) => rows.map((one) => one.id);

describe("the list on screen", () => {
  it("puts new rows on top and replaces known ones in place", () => {
    const told = [row("c"), row("a", { status: "succeeded" })];
    const after = listed([row("b"), row("a")], told, {}, false);
    expect(ids(after)).toEqual(["c", "b", "a"]);
    expect(after[2]?.status).toBe("succeeded");
  });

  it("takes a row away that no longer belongs to the filter", () => {
    const told = [row("a", { status: "succeeded" })];
    expect(listed([row("a")], told, { status: "queued" }, false)).toEqual([]);
  });

  it("keeps told rows back that belong behind the last page, so that paging leaves no hole", () => {
    expect(ids(listed([row("c"), row("b")], [row("a")], {}, true))).toEqual(["c", "b"]);
    expect(ids(listed([row("c"), row("b")], [row("a")], {}, false))).toEqual(["c", "b", "a"]);
  });

  it("stands still while it is paused, but can be read on", () => {
    const now = [row("d"), row("c", { status: "dead" }), row("b"), row("a")];
    const shown = held([row("c"), row("b")], now);
    expect(ids(shown)).toEqual(["c", "b", "a"]);
    expect(shown[0]?.status).toBe("queued");
  });

  it("counts what it holds back: what is new and what has changed, once each", () => {
    const now = [row("d"), row("c", { status: "dead" }), row("b"), row("a")];
    expect(heldBack([row("c"), row("b")], now)).toBe(2);
    expect(heldBack([row("c"), row("b")], [row("c"), row("b"), row("a")])).toBe(0);
    expect(heldBack([], [row("a")])).toBe(1);
  });

  it("filters as the server does", () => {
    expect(belongs(row("a"), { flow: "other" })).toBe(false);
    expect(belongs(row("a"), { business_key: "PO-1" })).toBe(true);
    expect(belongs(row("a"), { business_key: "order=PO-1" })).toBe(true);
    expect(belongs(row("a"), { business_key: "supplier=PO-1" })).toBe(false);
    expect(belongs(row("a"), { business_key: "PO-" })).toBe(false);
    expect(belongs(row("a"), { business_key_prefix: "PO-" })).toBe(true);
    expect(belongs(row("a"), { business_key_prefix: "order=PO" })).toBe(true);
    expect(belongs(row("a"), { business_key_prefix: "po-" })).toBe(false);
    expect(belongs(row("a"), { business_key_prefix: "PO-12" })).toBe(false);
    expect(belongs(row("a"), { received_after: "2026-01-01T10:00:00.123Z" })).toBe(true);
    expect(belongs(row("a"), { received_after: "2026-01-02T00:00:00Z" })).toBe(false);
    expect(belongs(row("a"), { received_before: "2026-01-01T10:00:00Z" })).toBe(false);
  });
});

describe("what the live channel told", () => {
  it("counts for what was told while or after a page was read, and not for what was before", () => {
    const told = new ToldRows();
    told.add([row("a"), row("b")], 10);
    told.add([row("b", { status: "dead" })], 20);
    told.forgetBefore(15);
    expect([...told.all()].map((one) => [one.id, one.status])).toEqual([["b", "dead"]]);
  });
});
