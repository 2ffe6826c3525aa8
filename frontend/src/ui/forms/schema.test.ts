import { expect, it } from "vitest";
import type { JsonSchema } from "@/api/types";
import { choiceLabel, fieldKind, isShown, labelOf, settingAt } from "./schema";

const AUTH: JsonSchema = {
  type: "object",
  properties: {
    kind: { enum: ["none", "basic"], default: "none" },
    username: { type: "string", "x-shown-for": { kind: ["basic"] } },
  },
};

it("shows a member only for the values of its neighbour that it is for", () => {
  const username = AUTH.properties?.username as JsonSchema;
  expect(isShown(username, AUTH, {})).toBe(false);
  expect(isShown(username, AUTH, { kind: "basic" })).toBe(true);
  expect(isShown(AUTH.properties?.kind as JsonSchema, AUTH, {})).toBe(true);
});

it("asks for an address in one line, however long it may be", () => {
  expect(fieldKind({ type: "string", format: "uri", maxLength: 1_000 })).toBe("text");
  expect(fieldKind({ type: "string", maxLength: 1_000 })).toBe("long-text");
});

it("spells a name as people read it", () => {
  expect(labelOf("api_key", {})).toBe("API key");
  expect(labelOf("base-url", {})).toBe("Base URL");
  expect(labelOf("api_key", { title: "Key" })).toBe("Key");
  expect(["xml", "run_once", "GET"].map(choiceLabel)).toEqual(["XML", "Run once", "GET"]);
});

it("finds a setting by its path, or the default that stands for it", () => {
  const auth: JsonSchema = {
    type: "object",
    default: { kind: "none" },
    properties: { kind: { enum: ["none", "basic"] }, place: { type: "string", default: "header" } },
  };
  const root: JsonSchema = { type: "object", properties: { auth } };
  expect(settingAt(root, { auth: { kind: "basic" } }, ["auth", "kind"])).toBe("basic");
  expect(settingAt(root, {}, ["auth", "kind"])).toBe("none");
  expect(settingAt(root, { auth: { kind: "basic" } }, ["auth", "place"])).toBe("header");
  expect(settingAt(root, {}, ["other"])).toBeUndefined();
});
