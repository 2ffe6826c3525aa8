/** A filter that lives in the address, so that a link shows the same list. */

import { useMemo } from "react";
import { useSearchParams } from "react-router";

export type Filter<Name extends string> = Partial<Record<Name, string>>;

/** `names` is a constant: the members of the filter, in the order in which links name them. */
export function useAddress<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => filterOf(names, search), [names, search]);
  // What was chosen a moment ago may stand in the address already and not yet in this render.
  const change = (name: Name, value: string | null) => {
    const now = filterOf(names, new URLSearchParams(window.location.search));
    setSearch(addressOf(names, { ...now, [name]: value ?? undefined }), { replace: true });
  };
  const replace = (next: Filter<Name>) => setSearch(addressOf(names, next));
  return { filter, change, replace, active: Object.keys(filter).length > 0 };
}

export function filterOf<Name extends string>(
  names: readonly Name[],
  search: URLSearchParams,
): Filter<Name> {
  const filter: Filter<Name> = {};
  for (const name of names) {
    const value = search.get(name);
    if (value) filter[name] = value;
  }
  return filter;
}

/** Always in the same order, so that equal lists have equal links. */
export function addressOf<Name extends string>(
  names: readonly Name[],
  filter: Filter<Name>,
): URLSearchParams {
  const search = new URLSearchParams();
  for (const name of names) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  return search;
}
