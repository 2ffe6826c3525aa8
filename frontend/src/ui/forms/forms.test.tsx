import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonSchema } from "@/api/types";
import { renderConsole } from "@/test/render";
import { SchemaForm } from "./SchemaForm";
import {
  alternativeOf,
  choiceLabel,
  fieldKind,
  requiredDefaults,
  resolved,
  withMember,
} from "./schema";

describe("the field of a schema", () => {
  it.each<[string, JsonSchema]>([
    ["choice", { enum: ["a", "b"] }],
    ["switch", { type: "boolean" }],
    ["number", { type: "integer" }],
    ["text", { type: ["string", "null"] }],
    ["text", { type: ["string", "integer"] }],
    ["long-text", { type: "string", maxLength: 4000 }],
    ["expression", { type: "string", format: "jsonata-repeatable" }],
    ["choices", { type: "array", items: { enum: ["a"] } }],
    ["texts", { type: "array", items: { type: "string" } }],
    ["list", { type: "array", items: { type: "object", properties: { a: {} } } }],
    ["group", { type: "object", properties: { a: {} } }],
    ["one-of-members", { type: "object", maxProperties: 1, properties: { a: {}, b: {} } }],
    ["alternatives", { anyOf: [{ type: "string" }] }],
    ["json", { type: "object" }],
    ["json", {}],
    ["json", { type: ["object", "boolean"] }],
  ])("is %s for %j", (kind, schema) => {
    expect(fieldKind(schema)).toBe(kind);
  });

  it("starts with required defaults and nothing else", () => {
    const schema: JsonSchema = {
      type: "object",
      required: ["mode", "name"],
      properties: { mode: { default: "x" }, name: { type: "string" }, other: { default: 1 } },
    };
    expect(requiredDefaults(schema)).toEqual({ mode: "x" });
  });

  it("follows references inside the schema", () => {
    const root = { $defs: { money: { type: "number", title: "Money" } } };
    expect(resolved({ $ref: "#/$defs/money", title: "Price" }, root)).toEqual({
      type: "number",
      title: "Price",
    });
  });

  it("tells alternatives apart by the value", () => {
    const forms: JsonSchema[] = [{ type: "object" }, { type: "string" }, { type: "number" }];
    expect([{}, "a", 3, undefined].map((value) => alternativeOf(forms, value))).toEqual([
      0, 1, 2, 0,
    ]);
  });

  it("takes emptied members out", () => {
    expect(withMember({ a: 1, b: 2 }, "a", undefined)).toEqual({ b: 2 });
  });

  it("shows choices in words", () => {
    expect(["run_once", "xml", "GET"].map(choiceLabel)).toEqual(["Run once", "XML", "GET"]);
  });
});

const SCHEMA: JsonSchema = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", title: "Name", description: "Shown to people." },
    size: { type: "integer", minimum: 1 },
    active: { type: "boolean", title: "Active" },
    cases: {
      type: "array",
      title: "Cases",
      items: { type: "object", properties: { label: { type: "string", title: "Label" } } },
    },
  },
};

function Harness({ start = {} }: { start?: JsonObject }) {
  const [value, setValue] = useState(start);
  return (
    <>
      <SchemaForm
        schema={SCHEMA}
        value={value}
        onChange={setValue}
        faults={new Map([["name", [{ code: "x", message: "is taken." }]]])}
      />
      <output>{JSON.stringify(value)}</output>
    </>
  );
}

const shown = () => JSON.parse(screen.getByRole("status").textContent ?? "null");

describe("a form made from a schema", () => {
  it("edits members, lists and their order", () => {
    renderConsole(<Harness start={{ name: "a" }} />);
    fireEvent.change(screen.getByLabelText(/Name/), { target: { value: "b" } });
    fireEvent.click(screen.getByLabelText("Active"));
    fireEvent.click(screen.getByText("Add case"));
    fireEvent.click(screen.getByText("Add case"));
    fireEvent.change(screen.getAllByLabelText("Label")[1] as Element, {
      target: { value: "second" },
    });
    fireEvent.click(screen.getByLabelText("Move Case 2 up"));
    expect(shown()).toEqual({ name: "b", active: true, cases: [{ label: "second" }, {}] });
    fireEvent.click(screen.getByLabelText("Remove Case 1"));
    fireEvent.change(screen.getByLabelText(/Name/), { target: { value: "" } });
    expect(shown()).toEqual({ active: true, cases: [{}] });
  });

  it("shows a problem at its field", () => {
    renderConsole(<Harness />);
    expect(screen.getByText("Is taken.")).toBeTruthy();
    expect(screen.getByText("Shown to people.")).toBeTruthy();
  });
});
