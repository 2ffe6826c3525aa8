/** Merging what the live channel tells into the list on screen. Pure, so that it can be proven. */

import type { ExecutionRow } from "@/api/types";

export interface LiveFilter {
  flow?: string | null;
  status?: string | null;
  business_key?: string | null;
  business_key_prefix?: string | null;
  received_after?: string | null;
  received_before?: string | null;
}

/** Whether a row belongs to the filtered list, by the rules of the server. */
export function belongs(row: ExecutionRow, filter: LiveFilter): boolean {
  const received = Date.parse(row.received_at);
  return (
    (!filter.flow || row.flow === filter.flow) &&
    (!filter.status || row.status === filter.status) &&
    (!filter.business_key || hasKey(row, (text) => text === filter.business_key)) &&
    hasBeginning(row, filter.business_key_prefix) &&
    (!filter.received_after || received >= Date.parse(filter.received_after)) &&
    (!filter.received_before || received < Date.parse(filter.received_before))
  );
}

const hasBeginning = (row: ExecutionRow, beginning?: string | null): boolean =>
  !beginning || hasKey(row, (text) => text.startsWith(beginning));

/** A business key is searched by its value, or as `name=value`. */
function hasKey(row: ExecutionRow, meant: (text: string) => boolean): boolean {
  return Object.entries(row.business_keys).some(
    ([name, value]) => meant(String(value)) || meant(`${name}=${value}`),
  );
}

/** Ids are UUIDv7: their order is the order of acceptance. */
const newestFirst = (a: ExecutionRow, b: ExecutionRow) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/**
 * The list: the pages that were read, with what was told since on top of them. Rows that left the
 * filter go. Where the list goes on behind the last page, told rows older than it wait there.
 */
export function listed(
  read: readonly ExecutionRow[],
  told: Iterable<ExecutionRow>,
  filter: LiveFilter,
  more: boolean,
): ExecutionRow[] {
  const oldest = read[read.length - 1]?.id ?? "";
  const byId = new Map(read.map((row) => [row.id, row]));
  for (const row of told) {
    if (!belongs(row, filter)) byId.delete(row.id);
    else if (byId.has(row.id) || !more || row.id > oldest) byId.set(row.id, row);
  }
  return [...byId.values()].sort(newestFirst);
}

/** A paused list: as it was, with what was loaded behind its end since. */
export function held(
  frozen: readonly ExecutionRow[],
  now: readonly ExecutionRow[],
): readonly ExecutionRow[] {
  const oldest = frozen[frozen.length - 1]?.id;
  return oldest ? [...frozen, ...now.filter((row) => row.id < oldest)] : frozen;
}

/** How many rows of the list a paused list does not show, or shows as they were. */
export function heldBack(frozen: readonly ExecutionRow[], now: readonly ExecutionRow[]): number {
  const shown = new Map(frozen.map((row) => [row.id, row]));
  const oldest = frozen[frozen.length - 1]?.id ?? "";
  const news = now.filter((row) => {
    const was = shown.get(row.id);
    return was
      ? was.status !== row.status || was.step_attempts !== row.step_attempts
      : row.id > oldest;
  });
  return news.length;
}

/** The newest state of each execution that the live channel told, until a later reading knows it. */
export class ToldRows {
  private readonly rows = new Map<string, { row: ExecutionRow; at: number }>();

  get size(): number {
    return this.rows.size;
  }

  add(rows: readonly ExecutionRow[], at: number): void {
    for (const row of rows) this.rows.set(row.id, { row, at });
  }

  /** Forgets what a reading begun at `at` must have seen. */
  forgetBefore(at: number): void {
    for (const [id, told] of this.rows) if (told.at < at) this.rows.delete(id);
  }

  *all(): Iterable<ExecutionRow> {
    for (const told of this.rows.values()) yield told.row;
  }
}
