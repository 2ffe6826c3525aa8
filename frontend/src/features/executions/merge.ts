/** Merging what the live channel tells into the list on screen. Pure, so that it can be proven. */

import type { ExecutionRow } from "@/api/types";

export const MOST_ROWS = 500;

/** `newer` over `rows`: known ones replaced in place, new ones on top, newest first. */
export function merged(
  rows: readonly ExecutionRow[],
  newer: readonly ExecutionRow[],
): ExecutionRow[] {
  if (newer.length === 0) return [...rows];
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const row of newer) byId.set(row.id, row);
  return [...byId.values()].sort(newestFirst).slice(0, MOST_ROWS);
}

/** Ids are UUIDv7: their order is the order of acceptance. */
const newestFirst = (a: ExecutionRow, b: ExecutionRow) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

export interface LiveFilter {
  flow?: string | null;
  status?: string | null;
  business_key?: string | null;
  received_after?: string | null;
  received_before?: string | null;
}

/** Whether a row belongs to the filtered list, by the rules of the server. */
export function belongs(row: ExecutionRow, filter: LiveFilter): boolean {
  return (
    (!filter.flow || row.flow === filter.flow) &&
    (!filter.status || filter.status.split(",").includes(row.status)) &&
    (!filter.business_key || Object.values(row.business_keys).includes(filter.business_key)) &&
    (!filter.received_after || row.received_at >= filter.received_after) &&
    (!filter.received_before || row.received_at < filter.received_before)
  );
}

/** Applies a delta to the list: rows that left the filter go, the others are merged. */
export function applied(
  rows: readonly ExecutionRow[],
  delta: readonly ExecutionRow[],
  filter: LiveFilter,
): ExecutionRow[] {
  const gone = new Set(delta.filter((row) => !belongs(row, filter)).map((row) => row.id));
  const stay = gone.size === 0 ? rows : rows.filter((row) => !gone.has(row.id));
  return merged(
    stay,
    delta.filter((row) => !gone.has(row.id)),
  );
}
