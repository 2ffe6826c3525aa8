/** The filtered list as a CSV file, read page by page. */

import { follow } from "@/api/client";
import { type ExecutionFilter, listExecutions } from "@/api/resources/executions";
import type { ExecutionRow, Page } from "@/api/types";

/** So many executions an export holds at most, the newest. */
export const MOST = 10_000;
const HEAD = [
  "id",
  "flow",
  "version",
  "status",
  "trigger",
  "business_keys",
  "received_at",
  "finished_at",
  "duration_ms",
  "failed_step",
  "error_code",
  "error_message",
];

export async function downloadCsv(filter: ExecutionFilter): Promise<number> {
  const rows = await allRows(filter);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([toCsv(rows)], { type: "text/csv" }));
  link.download = "executions.csv";
  link.click();
  URL.revokeObjectURL(link.href);
  return rows.length;
}

async function allRows(filter: ExecutionFilter): Promise<ExecutionRow[]> {
  let page: Page<ExecutionRow> = await listExecutions(filter);
  const rows = [...page.results];
  while (page.next && rows.length < MOST) {
    page = await follow<Page<ExecutionRow>>(page.next);
    rows.push(...page.results);
  }
  return rows.slice(0, MOST);
}

export function toCsv(rows: readonly ExecutionRow[]): string {
  const lines = rows.map((row) =>
    [
      row.id,
      row.flow,
      row.version,
      row.status,
      row.trigger_kind,
      Object.entries(row.business_keys)
        .map(([name, value]) => `${name}=${value}`)
        .join("; "),
      row.received_at,
      row.finished_at ?? "",
      row.duration_ms ?? "",
      row.failed_step ?? "",
      row.error?.code ?? "",
      row.error?.message ?? "",
    ]
      .map(cell)
      .join(","),
  );
  return `${[HEAD.join(","), ...lines].join("\r\n")}\r\n`;
}

/** Quotes where needed; a leading = + - @ is defused, since spreadsheets run it as a formula. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value === "string" ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
