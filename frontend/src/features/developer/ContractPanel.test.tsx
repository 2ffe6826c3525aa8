import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { JsonSchema } from "@/api/types";
import { renderConsole } from "@/test/render";
import { ContractPanel } from "./ContractPanel";
import type { Contract } from "./contract";

const contract = (schema?: JsonSchema | boolean): Contract => ({
  paths: ["/hooks/orders"],
  formats: ["json", "xml"],
  proofs: ["token"],
  schema,
});

it("shows the members of a message, and the schema to copy", () => {
  const schema: JsonSchema = {
    title: "Purchase order",
    description: "An order as the portal sends it.",
    type: "object",
    required: ["number"],
    properties: {
      number: { type: "string", description: "The sender's number." },
      note: { type: "string" },
    },
  };
  renderConsole(<ContractPanel contract={contract(schema)} />);
  const rows = within(screen.getByRole("table")).getAllByRole("row");
  expect(rows.slice(1).map((row) => row.textContent)).toEqual([
    "numbertextrequiredThe sender's number.",
    "notetextoptional",
  ]);
  expect(screen.getByText("Purchase order.")).toBeTruthy();
  expect(screen.getByText(/XML is read by the parse rule first/)).toBeTruthy();
  const text = screen.getByRole("region", { name: "Contract as JSON Schema" }).textContent;
  expect(JSON.parse(text ?? "")).toEqual(schema);
  expect(screen.getByLabelText("Copy: Contract as JSON Schema")).toBeTruthy();
});

it("shows each form by its title", () => {
  const anyOf = [
    { title: "Order", required: ["Order"] },
    { title: "Canonical order", required: ["lines"] },
  ];
  renderConsole(<ContractPanel contract={contract({ type: "object", anyOf })} />);
  expect(screen.getByRole("table", { name: "Order" })).toBeTruthy();
  expect(screen.getByRole("table", { name: "Canonical order" })).toBeTruthy();
  expect(screen.getByText("A message has one of these forms:")).toBeTruthy();
});

it.each<[JsonSchema | boolean | undefined, RegExp]>([
  [undefined, /no contract: any object or list/],
  [true, /takes every message/],
  [false, /takes no message/],
])("says what holds for %s", (schema, said) => {
  renderConsole(<ContractPanel contract={contract(schema)} />);
  expect(screen.getByText(said)).toBeTruthy();
  expect(screen.queryByRole("table")).toBeNull();
});
