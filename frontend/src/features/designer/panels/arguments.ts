/** The arguments of a call: fixed values and expressions, by name. */

import type { Json, JsonObject, JsonSchema } from "@/api/types";
import { holds, isRule, isShown, requiredDefaults } from "@/ui/forms/schema";
import { isObject } from "@/ui/json";

export const EXPRESSION = "$expr";

/** The JSONata of an argument that is worked out; null for one with a fixed value. */
export function expressionOf(value: Json | undefined): string | null {
  if (!isObject(value) || Object.keys(value).length !== 1) return null;
  const text = value[EXPRESSION];
  return typeof text === "string" ? text : null;
}

export const expression = (text: string): JsonObject => ({ [EXPRESSION]: text });

/** Every argument of the operation, those that must be there first. */
export function argumentNames(schema: JsonSchema): string[] {
  const names = Object.keys(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  return [
    ...names.filter((name) => required.has(name)),
    ...names.filter((name) => !required.has(name)),
  ];
}

/** Those shown: required, usual or given. The others are offered to be added, where they mean anything. */
export function shownArguments(schema: JsonSchema, given: JsonObject): [string[], string[]] {
  const required = new Set([...(schema.required ?? []), ...alternativeNames(schema, given)]);
  const names = argumentNames(schema);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  const shown = names.filter(
    (name) => required.has(name) || name in given || isUsual(name, schema, given),
  );
  const offered = names.filter((name) => !shown.includes(name) && hasMeaning(name, schema, given));
  return [[...shown, ...unknown], offered];
}

/** Of several sets of arguments the one that is given, else the first, which is what most want. */
function alternativeNames(schema: JsonSchema, given: JsonObject): string[] {
  const sets = (schema.oneOf ?? schema.anyOf ?? []).map((one) => one.required ?? []);
  return sets.find((set) => set.every((name) => name in given)) ?? sets[0] ?? [];
}

/** Whether an argument is asked for at once beside what is given: `"x-usual-for"` of its schema. */
function isUsual(name: string, schema: JsonSchema, given: JsonObject): boolean {
  const rule = schema.properties?.[name]?.["x-usual-for"];
  return isRule(rule) && holds(rule, schema, given);
}

/** Whether an argument means anything beside what is given; where that is worked out, it may. */
function hasMeaning(name: string, schema: JsonSchema, given: JsonObject): boolean {
  const member = schema.properties?.[name] ?? {};
  const rule = member["x-shown-for"];
  const open = isRule(rule) && Object.keys(rule).some((other) => isObject(given[other]));
  return open || isShown(member, schema, given);
}

/** What a newly chosen operation starts with: what was given, and defaults of what it needs. */
export const startingArguments = (schema: JsonSchema, given: JsonObject): JsonObject => ({
  ...requiredDefaults(schema),
  ...given,
});

/** Whether the call only reads, by the fixed values of its arguments (`"x-reads"`); null where it
 * does not hang on them. */
export function onlyReads(schema: JsonSchema, given: Json | undefined): boolean | null {
  const deciding = Object.entries(schema.properties ?? {}).find(([, one]) => one["x-reads"]);
  if (!deciding) return null;
  const [name, member] = deciding;
  const value = isObject(given) ? given[name] : undefined;
  return value !== undefined && (member["x-reads"] as Json[]).includes(value);
}

/** Whether an argument begins as an expression: objects and lists come from the message, mostly. */
export function startsAsExpression(schema: JsonSchema): boolean {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (schema.enum || schema.default !== undefined || schema["x-widget"] === "model") return false;
  return types.some((type) => type === "object" || type === "array" || type === undefined);
}

/** The target whose fields an argument fills: the model named beside it, as a fixed value. */
export function targetOf(given: Json | undefined, schema: JsonSchema | undefined): string | null {
  if (!isObject(given)) return null;
  const named = Object.entries(schema?.properties ?? {}).find(
    ([name, one]) => one["x-widget"] === "model" || name === "model",
  )?.[0];
  const value = given[named ?? "model"];
  return typeof value === "string" ? value : null;
}
