/** Ways into JSON values, as JSONata writes them. */

import type { Json, JsonSchema } from "@/api/types";
import { quoted } from "@/ui/editor/jsonata";
import { isObject, type JsonPath } from "@/ui/json";

/** ["Order", "OrderLine", 0, "@id"] as Order.OrderLine[0].`@id`; indexes may be left out, since
 * JSONata maps over lists by itself. */
export function toJsonata(path: JsonPath, indexes: "keep" | "drop" = "drop"): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += indexes === "keep" ? `[${part}]` : "";
    else text += text === "" ? quoted(part) : `.${quoted(part)}`;
  }
  return text || "$";
}

/** The value at a dotted way ("arguments.values.$expr"). */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  let at: Json | undefined = value;
  for (const part of path.split(".")) {
    if (Array.isArray(at)) at = at[Number(part)];
    else if (isObject(at)) at = at[part];
    else return undefined;
  }
  return at;
}

/** A copy with the value at a dotted way replaced. */
export function withValueAt(value: Json | undefined, path: string, next: Json): Json {
  const [first = "", ...rest] = path.split(".");
  const child = (old: Json | undefined) =>
    rest.length === 0 ? next : withValueAt(old, rest.join("."), next);
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === Number(first) ? child(item) : item));
  }
  const object = isObject(value) ? value : {};
  return { ...object, [first]: child(object[first]) };
}

/** A field a target asks for, in a flat list with its depth. */
export interface TargetField {
  path: string[];
  name: string;
  depth: number;
  title: string;
  type: string;
  required: boolean;
  /** The result has a value there. */
  filled: boolean;
  description: string;
}

const MOST_DEPTH = 3;

/** The fields of a target's schema, each with whether the result fills it. */
export function targetFields(
  schema: JsonSchema,
  result: Json | undefined,
  path: readonly string[] = [],
): TargetField[] {
  const required = new Set(schema.required ?? []);
  const object = Array.isArray(result) ? result[0] : result;
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const here = [...path, name];
    const value = isObject(object) ? object[name] : undefined;
    const field: TargetField = {
      path: here,
      name,
      depth: path.length,
      title: member.title ?? "",
      type: typeName(member),
      required: required.has(name),
      filled: value !== undefined && value !== null,
      description: member.description ?? "",
    };
    const inner = innerSchema(member);
    const open = inner && here.length < MOST_DEPTH;
    return open ? [field, ...targetFields(inner, value, here)] : [field];
  });
}

function innerSchema(schema: JsonSchema): JsonSchema | null {
  if (schema.properties) return schema;
  const items = schema.items;
  return typeof items === "object" && items.properties ? items : null;
}

function typeName(schema: JsonSchema): string {
  const type = Array.isArray(schema.type)
    ? schema.type.filter((one) => one !== "null")[0]
    : schema.type;
  return schema.format ?? type ?? "any";
}

/** Required fields first among those still empty, then the rest as the target lists them. */
export const unfilledRequired = (fields: readonly TargetField[]): TargetField[] =>
  fields.filter((field) => field.required && !field.filled && field.depth === 0);
