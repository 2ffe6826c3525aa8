/** Reads the contract of a flow for somebody who has to write a message that fits it. */

import type { Json, JsonObject, JsonSchema } from "@/api/types";
import { resolved } from "@/ui/forms/schema";

export interface Member {
  /** The way from the message to the member; names of lists end in []. */
  path: string;
  name: string;
  depth: number;
  type: string;
  required: boolean;
  description: string;
}

/** One way to write the message; most contracts have one. */
export interface Form {
  title: string;
  description: string;
  type: string;
  members: Member[];
}

const DEEPEST = 5;
const MOST = 200;
const WORDS: Record<string, string> = {
  object: "object",
  array: "list",
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "true or false",
  null: "null",
};

/** The forms a message may have: the alternatives at the top of the contract, else the contract itself. */
export function formsOf(contract: JsonSchema): Form[] {
  return alternativesOf(contract).map((form) => ({
    title: form.title ?? "",
    description: form.description ?? "",
    type: typeOf(form),
    members: membersOf(form, contract, "", 0).slice(0, MOST),
  }));
}

/** The smallest message the contract's required members make; its own example where it has one. */
export function exampleOf(contract: JsonSchema): Json {
  if (contract.examples?.[0] !== undefined) return contract.examples[0];
  return skeleton(alternativesOf(contract)[0] ?? contract, contract, 0);
}

const FIRST = ["$schema", "title", "description", "type", "required", "properties", "items"];
const LAST = ["$defs"];

/** The contract with its keywords in the order people read them; the database keeps no order. */
export function inReadingOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inReadingOrder);
  if (typeof value !== "object" || value === null) return value;
  const others = Object.keys(value).filter((name) => ![...FIRST, ...LAST].includes(name));
  const names = [...FIRST, ...others, ...LAST].filter((name) => name in value);
  return Object.fromEntries(names.map((name) => [name, inReadingOrder(value[name] ?? null)]));
}

function alternativesOf(contract: JsonSchema): JsonSchema[] {
  const { anyOf, oneOf, ...rest } = contract;
  const forms = anyOf ?? oneOf;
  if (!forms?.length) return [contract];
  const { title: _, description: __, ...shared } = rest;
  return forms.map((form) => merged(shared, followed(form, contract)));
}

/** A schema with what it refers to, and all that it must fit besides. */
function followed(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const { allOf, ...own } = resolved(schema, root);
  return (allOf ?? []).reduce<JsonSchema>((all, one) => merged(all, followed(one, root)), own);
}

function merged(one: JsonSchema, other: JsonSchema): JsonSchema {
  return {
    ...one,
    ...other,
    properties: { ...one.properties, ...other.properties },
    required: [...new Set([...(one.required ?? []), ...(other.required ?? [])])],
  };
}

/** Of a list, the members of its items. */
function membersOf(schema: JsonSchema, root: JsonSchema, path: string, depth: number): Member[] {
  if (depth > DEEPEST) return [];
  const names = namesOf(schema);
  if (names.length === 0 && typeof schema.items === "object")
    return membersOf(followed(schema.items, root), root, `${path}[]`, depth);
  return names.flatMap((name) => {
    const member = followed(schema.properties?.[name] ?? {}, root);
    const at = path ? `${path}.${name}` : name;
    const row: Member = {
      path: at,
      name,
      depth,
      type: typeOf(member),
      required: schema.required?.includes(name) ?? false,
      description: member.description ?? "",
    };
    return [row, ...membersOf(member, root, at, depth + 1)];
  });
}

/** Required members first, as the contract lists them. The text of an XML element is no member to a reader:
 * it is the element itself. */
function namesOf(schema: JsonSchema): string[] {
  const names = new Set([...(schema.required ?? []), ...Object.keys(schema.properties ?? {})]);
  return [...names].filter((name) => name !== "#text");
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" or ");
  const types = [schema.type ?? []].flat().map((type) => WORDS[type] ?? type);
  const words = types.join(" or ");
  return schema.format && words ? `${words}, ${schema.format}` : words;
}

function skeleton(schema: JsonSchema, root: JsonSchema, depth: number): Json {
  const given = schema.examples?.[0] ?? schema.default ?? schema.const ?? schema.enum?.[0];
  if (given !== undefined) return given;
  const type = [schema.type ?? []].flat()[0];
  if (type === "object" || (!type && schema.required?.length)) return objectOf(schema, root, depth);
  if (type === "array") return listOf(schema, root, depth);
  if (type === "number" || type === "integer") return schema.minimum ?? 0;
  if (type === "boolean") return true;
  return type === "null" ? null : "…";
}

function objectOf(schema: JsonSchema, root: JsonSchema, depth: number): JsonObject {
  if (depth > DEEPEST) return {};
  const names = schema.required ?? [];
  return Object.fromEntries(
    names.map((name) => {
      const member = followed(schema.properties?.[name] ?? {}, root);
      return [name, skeleton(member, root, depth + 1)];
    }),
  );
}

function listOf(schema: JsonSchema, root: JsonSchema, depth: number): Json[] {
  if (!schema.minItems || typeof schema.items !== "object" || depth > DEEPEST) return [];
  return [skeleton(followed(schema.items, root), root, depth + 1)];
}
