/** The arguments of a call: fixed values and expressions, by name. */

import type { Json, JsonObject, JsonSchema } from "@/api/types";
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

/** Those shown: required or given. The others are offered to be added. */
export function shownArguments(schema: JsonSchema, given: JsonObject): [string[], string[]] {
  const required = new Set([...(schema.required ?? []), ...firstAlternative(schema)]);
  const names = argumentNames(schema);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  const shown = names.filter((name) => required.has(name) || name in given);
  return [[...shown, ...unknown], names.filter((name) => !shown.includes(name))];
}

/** Where an operation takes one of several sets of arguments, the first set is what most want. */
function firstAlternative(schema: JsonSchema): string[] {
  return schema.oneOf?.[0]?.required ?? schema.anyOf?.[0]?.required ?? [];
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
