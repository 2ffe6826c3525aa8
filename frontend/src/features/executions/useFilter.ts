/** The filter lives in the address, so that a link shows the same list. */

import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { ExecutionFilter } from "@/api/resources/executions";

const NAMES = ["flow", "status", "business_key", "received_after", "received_before"] as const;
export type FilterName = (typeof NAMES)[number];

export function useFilter() {
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => filterOf(search), [search]);
  // What was chosen a moment ago may stand in the address already and not yet in this render.
  const change = (name: FilterName, value: string | null) =>
    setSearch(
      addressOf({
        ...filterOf(new URLSearchParams(window.location.search)),
        [name]: value ?? undefined,
      }),
      { replace: true },
    );
  const replace = (next: ExecutionFilter) => setSearch(addressOf(next));
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

/** Always in the same order, so that equal lists have equal links. */
function addressOf(filter: ExecutionFilter): URLSearchParams {
  const search = new URLSearchParams();
  for (const name of NAMES) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  return search;
}
