import { describe, expect, it } from "vitest";
import type { JsonSchema } from "@/api/types";
import { expression, onlyReads, shownArguments, startingArguments } from "./arguments";

const CHANGING = ["POST", "PUT"];
const REQUEST: JsonSchema = {
  type: "object",
  required: ["method"],
  anyOf: [{ required: ["path"] }, { required: ["url"] }],
  properties: {
    url: { type: "string" },
    path: { type: "string" },
    method: { enum: ["GET", ...CHANGING], default: "GET", "x-reads": ["GET"] },
    query: { type: "object" },
    json: { "x-shown-for": { method: CHANGING }, "x-usual-for": { method: CHANGING } },
    text: { type: "string", "x-shown-for": { method: CHANGING } },
  },
};

describe("the arguments of a call", () => {
  it("shows what nearly every call needs at once", () => {
    const start = startingArguments(REQUEST, {});
    expect(start).toEqual({ method: "GET" });
    expect(shownArguments(REQUEST, start)).toEqual([
      ["method", "path"],
      ["url", "query"],
    ]);
    expect(shownArguments(REQUEST, { method: "POST" })).toEqual([
      ["method", "path", "json"],
      ["url", "query", "text"],
    ]);
  });

  it("asks for the set of arguments that was begun", () => {
    const [shown] = shownArguments(REQUEST, { method: "GET", url: "https://x.example" });
    expect(shown).toEqual(["method", "url"]);
  });

  it("shows what was given though it means nothing there, so that it can be removed", () => {
    const [shown] = shownArguments(REQUEST, { method: "GET", path: "/x", json: {} });
    expect(shown).toContain("json");
  });

  it("offers everything where the deciding argument is worked out", () => {
    const [, offered] = shownArguments(REQUEST, { method: expression("verb"), path: "/x" });
    expect(offered).toEqual(["url", "query", "json", "text"]);
  });

  it("knows a read by the value that is written down", () => {
    expect(onlyReads(REQUEST, { method: "GET" })).toBe(true);
    expect(onlyReads(REQUEST, { method: "POST" })).toBe(false);
    expect(onlyReads(REQUEST, { method: expression("verb") })).toBe(false);
    expect(onlyReads(REQUEST, "$")).toBe(false);
    expect(onlyReads({ type: "object", properties: {} }, {})).toBeNull();
  });
});
