import { expect, it } from "vitest";
import type { AuditEntry } from "@/api/types";
import { detailsInLine, pathOf } from "./words";

const entry = (object_kind: string, object_id: string) =>
  ({ object_kind, object_id }) as AuditEntry;

it("leads to the page of the object, where it has one", () => {
  expect(pathOf(entry("flow", "supplier-orders"))).toBe("/flows/supplier-orders");
  expect(pathOf(entry("token", "5f077242"))).toBeNull();
  expect(pathOf(entry("flow", ""))).toBeNull();
});

it("puts details into one line", () => {
  expect(detailsInLine({ redriven: 3, roles: ["analyst", "operator"], note: "gone" })).toBe(
    "redriven 3, roles analyst operator, note gone",
  );
  expect(detailsInLine({})).toBe("");
});
