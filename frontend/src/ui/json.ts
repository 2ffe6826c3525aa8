/** Plain helpers over JSON values. */

import type { Json, JsonObject } from "@/api/types";

export type JsonPath = readonly (string | number)[];

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isBranch = (value: Json): value is Json[] | JsonObject =>
  typeof value === "object" && value !== null;

export function entriesOf(value: Json): [string | number, Json][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return isObject(value) ? Object.entries(value) : [];
}

/** "{3}" or "[10]": what a closed branch holds. */
export function summaryOf(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.length}]`;
  const size = isObject(value) ? Object.keys(value).length : 0;
  return size === 0 ? "{}" : `{${size}}`;
}

/** Equality of JSON values; the order of an object's members does not matter. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || !isBranch(a) || !isBranch(b)) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = entriesOf(a);
  if (left.length !== entriesOf(b).length) return false;
  return left.every(([name, value]) => {
    const other = (b as JsonObject)[name as string];
    return other !== undefined && sameJson(value, other);
  });
}

const MOST_NAMES = 400;

/** Every member name inside a value, each once: what can be offered while an expression is typed. */
export function fieldNames(value: Json | undefined): string[] {
  const names = new Set<string>();
  const open: (Json | undefined)[] = [value];
  while (open.length > 0 && names.size < MOST_NAMES) {
    const next = open.shift();
    if (next === undefined || !isBranch(next)) continue;
    if (!Array.isArray(next)) for (const name of Object.keys(next)) names.add(name);
    open.push(...(Array.isArray(next) ? next.slice(0, 3) : Object.values(next)));
  }
  return [...names];
}
