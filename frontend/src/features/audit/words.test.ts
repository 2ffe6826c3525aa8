import { expect, it } from "vitest";
import type { AuditEntry } from "@/api/types";
import { deedOf, detailsInLine, pathOf } from "./words";

const entry = (object_kind: string, object_id: string) =>
  ({ object_kind, object_id }) as AuditEntry;

it("leads to the page of the object, where it has one", () => {
  expect(pathOf(entry("flow", "supplier-orders"))).toBe("/flows/supplier-orders");
  expect(pathOf(entry("token", "5f077242"))).toBeNull();
  expect(pathOf(entry("flow", ""))).toBeNull();
});

it("does not repeat who did it", () => {
  const told = (actor: string, summary: string) => deedOf({ actor, summary } as AuditEntry);
  expect(told("operator", "operator published the flow orders")).toBe("Published the flow orders");
  expect(told("", "guest was refused at sign-in")).toBe("Guest was refused at sign-in");
});

it("puts details into one line", () => {
  expect(detailsInLine({ redriven: 3, roles: ["analyst", "operator"], note: "gone" })).toBe(
    "redriven 3, roles analyst operator, note gone",
  );
  expect(detailsInLine({})).toBe("");
  const changed = {
    "config.base_url": { from: "http://a", to: "http://b" },
    rate: { from: null, to: 5 },
  };
  expect(detailsInLine({ changed, secrets: ["password"] })).toBe(
    "config.base_url from http://a to http://b, rate from nothing to 5, secrets password",
  );
});
