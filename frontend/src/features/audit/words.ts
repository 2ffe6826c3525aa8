/** What an entry of the trail speaks of. */

import type { AuditEntry, Json, JsonObject } from "@/api/types";

const PAGES: Record<string, (id: string) => string> = {
  flow: (id) => `/flows/${id}`,
  execution: (id) => `/executions/${id}`,
  connection: (id) => `/connections/${id}`,
  system: () => "/systems",
  user: (id) => `/people?search=${encodeURIComponent(id)}`,
};

/** The page of the object; null where it has none. */
export function pathOf({ object_kind, object_id }: AuditEntry): string | null {
  return object_id ? (PAGES[object_kind]?.(object_id) ?? null) : null;
}

/** What was done, without the name of who did it: "operator redrove …" as "Redrove …". */
export function deedOf({ actor, summary }: AuditEntry): string {
  const named = [`${actor} `, `${actor}: `].find((start) => actor && summary.startsWith(start));
  const deed = named ? summary.slice(named.length) : summary;
  return deed.charAt(0).toUpperCase() + deed.slice(1);
}

/** `{"redriven": 3, "roles": ["analyst"]}` as "redriven 3, roles analyst"; empty lists say nothing. What was
 * changed is told with both values: "config.base_url from http://a to http://b". */
export function detailsInLine({ changed, ...details }: JsonObject): string {
  const told = isObject(changed) ? changesOf(changed) : [];
  if (changed !== undefined && !isObject(changed)) details.changed = changed;
  const others = Object.entries(details)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name} ${inLine(value)}`);
  return [...told, ...others].join(", ");
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const changesOf = (changed: JsonObject): string[] =>
  Object.entries(changed).map(([name, value]) =>
    isObject(value)
      ? `${name} from ${inLine(value.from ?? null)} to ${inLine(value.to ?? null)}`
      : `${name} ${inLine(value)}`,
  );

function inLine(value: Json): string {
  if (value === null || value === "") return "nothing";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(inLine).join(" ");
  return JSON.stringify(value);
}
