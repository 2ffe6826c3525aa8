import { expect, it } from "vitest";
import type { JsonSchema } from "@/api/types";
import ordersFlow from "../../../../console/demo/flows/supplier-orders.json";
import canonical from "../../../../docs/samples/order-canonical.json";
import { exampleOf, formsOf, inReadingOrder } from "./members";

const ORDER: JsonSchema = {
  title: "Order",
  type: "object",
  required: ["number", "lines"],
  properties: {
    note: { type: ["string", "null"] },
    number: { type: "string", description: "The sender's number." },
    issued: { type: "string", format: "date" },
    currency: { enum: ["EUR", "NOK"] },
    lines: { type: "array", minItems: 1, items: { $ref: "#/$defs/line" } },
  },
  $defs: {
    line: {
      type: "object",
      required: ["item"],
      properties: { item: { type: "string" }, quantity: { type: "integer", minimum: 1 } },
    },
  },
};

it("shows required members first, and what is inside lists and references", () => {
  const [form] = formsOf(ORDER);
  expect(form?.title).toBe("Order");
  expect(
    form?.members.map(({ path, depth, type, required }) => [path, depth, type, required]),
  ).toEqual([
    ["number", 0, "text", true],
    ["lines", 0, "list", true],
    ["lines[].item", 1, "text", true],
    ["lines[].quantity", 1, "whole number", false],
    ["note", 0, "text or null", false],
    ["issued", 0, "text, date", false],
    ["currency", 0, '"EUR" or "NOK"', false],
  ]);
  expect(form?.members[0]?.description).toBe("The sender's number.");
});

it("shows each of several forms with what they share", () => {
  const forms = formsOf({
    type: "object",
    title: "Order",
    required: ["id"],
    anyOf: [
      { title: "New", required: ["lines"] },
      { title: "Cancelled", allOf: [{ required: ["reason"] }] },
    ],
  });
  expect(forms.map((form) => [form.title, form.members.map((member) => member.path)])).toEqual([
    ["New", ["id", "lines"]],
    ["Cancelled", ["id", "reason"]],
  ]);
});

it("ends where a contract refers to itself", () => {
  const tree: JsonSchema = {
    type: "object",
    required: ["child"],
    properties: { child: { $ref: "#/$defs/node" } },
    $defs: {
      node: {
        type: "object",
        required: ["child"],
        properties: { child: { $ref: "#/$defs/node" } },
      },
    },
  };
  expect(formsOf(tree)[0]?.members.length).toBeLessThan(10);
  expect(JSON.stringify(exampleOf(tree)).length).toBeLessThan(200);
  expect(formsOf({ type: "string" })).toEqual([
    { title: "", description: "", type: "text", members: [] },
  ]);
});

it("makes the smallest message, or takes the contract's own example", () => {
  expect(exampleOf(ORDER)).toEqual({ number: "…", lines: [{ item: "…" }] });
  expect(exampleOf({ ...ORDER, examples: [{ number: "PO-1" }] })).toEqual({ number: "PO-1" });
  expect(exampleOf({ type: ["null", "string"] })).toBe(null);
});

it("brings a contract into the order people read", () => {
  const stored = { $defs: { a: { type: "x", title: "A" } }, type: "object", anyOf: [], title: "T" };
  expect(JSON.stringify(inReadingOrder(stored))).toBe(
    '{"title":"T","type":"object","anyOf":[],"$defs":{"a":{"title":"A","type":"x"}}}',
  );
});

it("tells the demonstration's orders", () => {
  const contract = ordersFlow.trigger.config.schema as unknown as JsonSchema;
  const forms = formsOf(contract);
  expect(forms.map((form) => form.title)).toEqual([
    "Peppol order",
    "Peppol order without its root",
    "Canonical order",
  ]);
  const required = (index: number) =>
    forms[index]?.members.filter((member) => member.required).map((member) => member.path);
  const peppol = required(0);
  expect(peppol?.slice(0, 3)).toEqual(["Order", "Order.ID", "Order.DocumentCurrencyCode"]);
  expect(peppol).toContain("Order.OrderLine.LineItem.Quantity");
  expect(peppol?.filter((path) => path.includes("#"))).toEqual([]);
  expect(required(2)?.filter((path) => !path.includes("[]"))).toEqual([
    "number",
    "currency",
    "supplier",
    "supplier.key",
    "supplier.name",
    "lines",
  ]);
  expect(exampleOf(contract)).toEqual(canonical);
});
