/** The filter lives in the address, so that a link shows the same list. */

import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { ExecutionFilter } from "@/api/resources/executions";

const NAMES = ["flow", "status", "business_key", "received_after", "received_before"] as const;
export type FilterName = (typeof NAMES)[number];

export function useFilter() {
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => filterOf(search), [search]);
  const change = (name: FilterName, value: string | null) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const replace = (next: ExecutionFilter) => setSearch(new URLSearchParams({ ...next }));
  return { filter, change, replace, active: Object.keys(filter).length > 0 };
}

export function filterOf(search: URLSearchParams): ExecutionFilter {
  const filter: ExecutionFilter = {};
  for (const name of NAMES) {
    const value = search.get(name);
    if (value) filter[name] = value;
  }
  return filter;
}
