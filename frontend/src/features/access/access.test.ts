import { expect, it } from "vitest";
import { lifeOf } from "./life";
import { scopesOf } from "./scopes";

it("reads the scopes that a link asks for, and nothing else", () => {
  expect(scopesOf("executions:start,root,executions:read")).toEqual([
    "executions:start",
    "executions:read",
  ]);
  expect(scopesOf(null)).toEqual([]);
});

it("warns in a token's last week", () => {
  const now = Date.parse("2026-01-10T00:00:00Z");
  expect(lifeOf("2026-01-09T00:00:00Z", now)).toBe("over");
  expect(lifeOf("2026-01-12T00:00:00Z", now)).toBe("soon");
  expect(lifeOf("2026-03-10T00:00:00Z", now)).toBe("fine");
});
