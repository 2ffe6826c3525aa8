/** How a result changes against another one, path by path. */

import type { Json } from "@/api/types";
import { entriesOf, isBranch, type JsonPath, sameJson } from "@/ui/json";

export interface Difference {
  path: JsonPath;
  before: Json | undefined;
  after: Json | undefined;
}

const MOST = 200;

/** Every place where the two differ, as deep as possible; at most 200. */
export function differences(
  before: Json | undefined,
  after: Json | undefined,
  path: JsonPath = [],
): Difference[] {
  if (sameJson(before, after)) return [];
  const comparable =
    before !== undefined &&
    after !== undefined &&
    isBranch(before) &&
    isBranch(after) &&
    Array.isArray(before) === Array.isArray(after);
  if (!comparable) return [{ path, before, after }];
  const old = new Map(entriesOf(before));
  const now = new Map(entriesOf(after));
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names]
    .flatMap((name) => differences(old.get(name), now.get(name), [...path, name]))
    .slice(0, MOST);
}
