/** The rows of the list: a page from the server, kept true by the live channel. */

import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { get } from "@/api/http";
import type { ExecutionFilter } from "@/api/resources/executions";
import type { ExecutionRow, Page } from "@/api/types";
import type { Frame } from "@/live/protocol";
import { useLive } from "@/live/useLive";
import { applied, type LiveFilter } from "./merge";

type Pages = InfiniteData<Page<ExecutionRow>, string | null>;

export function useExecutions(filter: ExecutionFilter, paused: boolean) {
  const client = useQueryClient();
  const key = ["executions", "list", filter];
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? get<Page<ExecutionRow>>(pageParam, { signal })
        : get<Page<ExecutionRow>>("/executions/", { query: { ...filter }, signal }),
    getNextPageParam: (page) => page.next,
  });
  const held = useRef(new Map<string, ExecutionRow>());
  const [heldCount, setHeldCount] = useState(0);

  const apply = (rows: ExecutionRow[]) =>
    client.setQueryData<Pages>(key, (pages) => pages && intoPages(pages, rows, filter));

  useLive(filter.flow ? `flow:${filter.flow}` : "executions", (frame: Frame) => {
    if (frame.kind !== "snapshot" && frame.kind !== "delta") return;
    const rows = (frame.data as { executions: ExecutionRow[] }).executions;
    if (!paused) return apply(rows);
    for (const row of rows) held.current.set(row.id, row);
    setHeldCount(held.current.size);
  });

  useEffect(() => {
    if (paused || held.current.size === 0) return;
    apply([...held.current.values()]);
    held.current.clear();
    setHeldCount(0);
  });

  const rows = query.data?.pages.flatMap((page) => page.results) ?? [];
  return { query, rows, held: heldCount };
}

/** All rows in the first page, the place behind the last row kept for "load more". */
function intoPages(pages: Pages, delta: ExecutionRow[], filter: LiveFilter): Pages {
  const all = pages.pages.flatMap((page) => page.results);
  const last = pages.pages[pages.pages.length - 1];
  const oldest = all[all.length - 1]?.id;
  const more = Boolean(last?.next);
  const inRange = delta.filter((row) => !more || !oldest || row.id >= oldest);
  const results = applied(all, inRange, filter);
  const empty = { next: null, previous: null, results: [] };
  return {
    ...pages,
    pages: pages.pages.map((page, index) => ({
      ...(index === 0 ? { ...page, results } : { ...empty, ...page, results: [] }),
    })),
  };
}
