import { expect, it } from "vitest";
import type { ExecutionRow } from "@/api/types";
import { toCsv } from "./export";

it("quotes what needs it and defuses formulas", () => {
  const row: ExecutionRow = {
    id: "1",
    flow: "orders",
    flow_name: "Orders",
    version: 2,
    status: "dead",
    trigger_kind: "webhook",
    business_keys: { order: "=HYPERLINK(1)" },
    received_at: "2026-01-01T00:00:00Z",
    finished_at: null,
    duration_ms: null,
    step_attempts: 1,
    failed_step: "odoo",
    failed_step_name: "Order in Odoo",
    held: false,
    error: { code: "connector.permanent", message: '=1+"x", refused', hint: "", where: {} },
    failed_records: 0,
    replay_of: null,
  };
  const line = toCsv([row]).split("\r\n")[1];
  expect(line).toBe(
    '1,orders,2,dead,webhook,order==HYPERLINK(1),2026-01-01T00:00:00Z,,,odoo,connector.permanent,"\'=1+""x"", refused"',
  );
});
