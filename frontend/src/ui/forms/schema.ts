/** Reads a JSON Schema the way a form needs it: one kind of field per schema. */

import type { Json, JsonObject, JsonSchema } from "@/api/types";

export type FieldKind =
  | "constant"
  | "choice"
  | "switch"
  | "number"
  | "text"
  | "time-zone"
  | "long-text"
  | "expression"
  | "choices"
  | "texts"
  | "list"
  | "group"
  | "one-of-members"
  | "alternatives"
  | "json";

const LONG = 300;

export function fieldKind(schema: JsonSchema): FieldKind {
  if (schema.const !== undefined) return "constant";
  if (schema.enum) return "choice";
  if (schema.oneOf ?? schema.anyOf) return "alternatives";
  const type = mainType(schema);
  if (type === "boolean") return "switch";
  if (type === "number" || type === "integer") return "number";
  if (type === "string") return textKind(schema);
  if (type === "array") return listKind(schema);
  if (type === "object" && schema.properties) {
    return schema.maxProperties === 1 ? "one-of-members" : "group";
  }
  return "json";
}

/** The type a field is made for; where several are allowed and one is text, it is text. */
function mainType(schema: JsonSchema): string | undefined {
  if (!Array.isArray(schema.type)) return schema.type;
  const types = schema.type.filter((type) => type !== "null");
  if (types.length === 1) return types[0];
  const scalars = types.every((type) => ["string", "integer", "number"].includes(type));
  return scalars ? "string" : undefined;
}

function textKind(schema: JsonSchema): FieldKind {
  if (schema.format?.startsWith("jsonata")) return "expression";
  if (schema.format === "time-zone") return "time-zone";
  if (schema.format === "uri" || schema.pattern) return "text";
  return (schema.maxLength ?? 0) > LONG ? "long-text" : "text";
}

function listKind(schema: JsonSchema): FieldKind {
  const items = schema.items;
  if (!items || typeof items === "boolean") return "json";
  if (items.enum) return "choices";
  const kind = fieldKind(items);
  if (kind === "text" && !items.format) return "texts";
  return kind === "json" ? "json" : "list";
}

/** Follows a reference inside the same schema. */
export function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = schema.$ref?.match(/^#\/\$defs\/(.+)$/)?.[1];
  const found = name ? root.$defs?.[name] : undefined;
  return found ? { ...found, ...without(schema, "$ref") } : schema;
}

/** What a new value of the schema starts as: its defaults, and nothing else. */
export function initialValue(schema: JsonSchema): Json | undefined {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (fieldKind(schema) !== "group") return undefined;
  return requiredDefaults(schema);
}

/** The members that must be there and have a default. */
export function requiredDefaults(schema: JsonSchema): JsonObject {
  const value: JsonObject = {};
  for (const name of schema.required ?? []) {
    const member = schema.properties?.[name];
    const first = member && initialValue(member);
    if (first !== undefined) value[name] = first;
  }
  return value;
}

/** Sets a member, or takes it out where there is nothing to set. */
export function withMember(value: JsonObject, name: string, member: Json | undefined): JsonObject {
  return member === undefined ? without(value, name) : { ...value, [name]: member };
}

export function without<T extends object>(value: T, name: string): T {
  const rest = { ...value } as Record<string, unknown>;
  delete rest[name];
  return rest as T;
}

/** Which alternative a value is of: the first whose type fits. */
export function alternativeOf(
  alternatives: readonly JsonSchema[],
  value: Json | undefined,
): number {
  const index = alternatives.findIndex((schema) => fits(schema, value));
  return Math.max(index, 0);
}

function fits(schema: JsonSchema, value: Json | undefined): boolean {
  if (schema.const !== undefined) return schema.const === value;
  if (schema.enum) return schema.enum.some((one) => one === value);
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (!types.includes(typeOf(value))) {
    return types.includes("number") && typeOf(value) === "integer";
  }
  const required = schema.required ?? [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return true;
  return required.every((name) => name in value);
}

function typeOf(value: Json | undefined): string {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/**
 * Whether a member takes part, by the annotation `"x-shown-for": {"kind": ["basic"]}`: its
 * neighbour `kind` has one of these values, its default counting where it is not set.
 */
export function isShown(member: JsonSchema, parent: JsonSchema, value: JsonObject): boolean {
  const wanted = member["x-shown-for"];
  return !isRule(wanted) || holds(wanted, parent, value);
}

/** Names of neighbours, each with the values that it may have. */
type Rule = Record<string, Json[]>;

export const isRule = (wanted: unknown): wanted is Rule =>
  typeof wanted === "object" && wanted !== null;

export function holds(rule: Rule, parent: JsonSchema, value: JsonObject): boolean {
  return Object.entries(rule).every(([name, values]) => {
    const given = value[name] ?? parent.properties?.[name]?.default;
    return given !== undefined && values.includes(given);
  });
}

/** What a setting comes to, given by its path: its own value, else the default that its schema names. */
export function settingAt(
  schema: JsonSchema | undefined,
  value: Json | undefined,
  [name, ...rest]: string[],
): Json | undefined {
  const given = value ?? schema?.default;
  if (name === undefined) return given;
  const isObject = typeof given === "object" && given !== null && !Array.isArray(given);
  return settingAt(schema?.properties?.[name], isObject ? given[name] : undefined, rest);
}

/** A member's name as people read it: its title, or the name itself in words. */
export function labelOf(name: string, schema: JsonSchema): string {
  if (schema.title) return schema.title;
  return inWords(name);
}

const CAPITALS = new Set(["api", "csv", "http", "https", "id", "ip", "json", "url", "vat", "xml"]);

/** "api_key" as "API key". */
function inWords(name: string): string {
  const words = name.split(/[_\-\s]+/).filter(Boolean);
  const spelt = words.map((word) => (CAPITALS.has(word) ? word.toUpperCase() : word)).join(" ");
  return spelt.charAt(0).toUpperCase() + spelt.slice(1);
}

const CHOICE_WORDS: Record<string, string> = {
  auto: "Automatic",
  json2: "JSON-2",
  oauth2: "OAuth 2",
  xmlrpc: "XML-RPC",
};

/** How a choice is shown: "run_once" as "Run once". */
export function choiceLabel(value: Json): string {
  if (typeof value !== "string") return String(value);
  if (CHOICE_WORDS[value]) return CHOICE_WORDS[value];
  if (value !== value.toLowerCase()) return value;
  return inWords(value);
}
