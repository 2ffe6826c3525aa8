import { describe, expect, it } from "vitest";
import type { ExecutionDetail, FlowDefinition, Problem, Sample, StepDefinition } from "@/api/types";
import { differences } from "./differences";
import { targetFields, toJsonata, unfilledRequired, valueAt, withValueAt } from "./paths";
import { boundBy, itemOf, readsBindings, targetsBehind } from "./scope";
import { slipsAt } from "./slips";
import { keyOf, sourceOf, stepIdOf, titleOfSample } from "./source";
import { compare } from "./useImpact";

describe("ways into a message", () => {
  it("are written as JSONata", () => {
    expect(toJsonata(["Order", "OrderLine", 0, "@id"])).toBe("Order.OrderLine.`@id`");
    expect(toJsonata(["Order", "OrderLine", 0, "@id"], "keep")).toBe("Order.OrderLine[0].`@id`");
    expect(toJsonata([])).toBe("$");
  });

  it("find and replace an expression inside settings", () => {
    const config = { arguments: { values: { $expr: "a" } }, do: [{ config: { expression: "x" } }] };
    expect(valueAt(config, "arguments.values.$expr")).toBe("a");
    expect(valueAt(config, "do.0.config.expression")).toBe("x");
    expect(valueAt(config, "do.3.config.expression")).toBeUndefined();
    const next = withValueAt(config, "do.0.config.expression", "y");
    expect(valueAt(next, "do.0.config.expression")).toBe("y");
    expect(config.do[0]?.config.expression).toBe("x");
  });
});

describe("the difference of two results", () => {
  it("is told by path, as deep as possible", () => {
    const before = { a: 1, lines: [{ q: 1 }, { q: 2 }], gone: true };
    const after = { a: 1, lines: [{ q: 1 }, { q: 3 }], come: "x" };
    expect(differences(before, after).map(({ path }) => path.join("."))).toEqual([
      "lines.1.q",
      "gone",
      "come",
    ]);
    expect(differences(before, { ...before })).toEqual([]);
    expect(differences([1], { 0: 1 })).toHaveLength(1);
  });

  it("tells what a change means for a message", () => {
    expect(compare(undefined, { output: 1 }).state).toBe("working");
    expect(compare({ output: 1 }, { output: 1 }).state).toBe("same");
    expect(compare({ output: 1 }, { fault: "no" }).state).toBe("fails");
    expect(compare({ fault: "no" }, { fault: "no" }).state).toBe("same");
    expect(compare({ fault: "no" }, { output: 1 }).state).toBe("changed");
  });
});

describe("the fields of a target", () => {
  const schema = {
    required: ["name", "date"],
    properties: {
      name: { type: "string" },
      date: { type: "string", format: "date" },
      lines: { type: "array", items: { properties: { qty: { type: "number" } } } },
    },
  };

  it("say what is filled and what is missing", () => {
    const fields = targetFields(schema, { name: "x", lines: [{ qty: 1 }] });
    expect(fields.map((field) => [field.path.join("."), field.filled])).toEqual([
      ["name", true],
      ["date", false],
      ["lines", true],
      ["lines.qty", true],
    ]);
    expect(unfilledRequired(fields).map((field) => field.name)).toEqual(["date"]);
  });
});

const FLOW: FlowDefinition = {
  schema: "fairlead.flow/1",
  slug: "f",
  name: "F",
  trigger: { kind: "api" },
  steps: [
    { id: "map", kind: "map", config: { expression: "$" } },
    {
      id: "save",
      kind: "call",
      config: {
        connection: "odoo",
        operation: "upsert",
        arguments: { model: "res.partner", values: { $expr: " $ " } },
      },
    },
  ],
  edges: [
    { from: "trigger", to: "map" },
    { from: "map", to: "save" },
  ],
};

describe("what an expression sees and feeds", () => {
  it("finds the target downstream, and whether the result is written as it is", () => {
    const [target] = targetsBehind(FLOW, { step: "map", path: "expression" });
    expect([target?.model, target?.direct]).toEqual(["res.partner", true]);
    const own = targetsBehind(FLOW, { step: "save", path: "arguments.external_id.$expr" });
    expect(own[0]?.direct).toBe(false);
  });

  it("binds the outputs of the steps before it, and no others", () => {
    const run = {
      id: "1",
      flow: "f",
      received_at: "2026-01-01T00:00:00Z",
      payload: { a: 1 },
      trigger: { kind: "api", content_type: "application/json", headers: {} },
      steps: [
        { step: "map", item: -1, status: "succeeded", output: { b: 2 } },
        { step: "save", item: -1, status: "succeeded", output: { id: 3 } },
      ],
    } as unknown as ExecutionDetail;
    expect(boundBy(run, FLOW, "save").steps).toEqual({ map: { b: 2 } });
    expect(readsBindings("$steps.map.b")).toBe(true);
    expect(readsBindings("$stepsister & $sum(a)")).toBe(false);
  });
});

describe("the messages an expression is tried on", () => {
  const each: StepDefinition = {
    id: "each",
    kind: "for_each",
    config: {
      items: "lines",
      do: [
        { id: "line", kind: "map", config: { expression: "$item.qty" } },
        {
          id: "post",
          kind: "call",
          config: { connection: "odoo", arguments: { model: "x", values: { $expr: "$" } } },
        },
      ],
    },
  };
  const live: FlowDefinition = { ...FLOW, steps: [...FLOW.steps, each] };

  it("are those of the step as long as the same leads to it", () => {
    expect(sourceOf(live, live, { step: "save", path: "" })).toEqual({ step: "save" });
    expect(sourceOf(live, null, { step: "save", path: "" })).toEqual({ step: "save" });
  });

  it("are what the step before gives, where a step is new or moved", () => {
    const steps = [...live.steps, { id: "new", kind: "map" }];
    const edges = [
      { from: "trigger", to: "map" },
      { from: "map", to: "new", port: "error" },
      { from: "new", to: "save" },
    ];
    const draft = { ...live, steps, edges };
    const source = sourceOf(draft, live, { step: "new", path: "" });
    expect(source).toEqual({ step: "new", output_of: "map", port: "error" });
    expect(sourceOf(draft, live, { step: "save", path: "" })).toEqual({ step: "save" });
  });

  it("are items inside a for-each, which bind $item and $index", () => {
    const place = { step: "each", path: "do.0.config.expression" };
    expect(stepIdOf(live, place)).toBe("each.line");
    expect(sourceOf(live, live, place)).toEqual({ step: "each.line" });
    const sample = {
      execution: "e",
      index: 2,
      item: { qty: 5 },
      business_keys: {},
    } as unknown as Sample;
    expect(itemOf(sample, 1)).toEqual({ item: { qty: 5 }, index: 2 });
    expect(itemOf(null, { qty: 1 })).toEqual({ item: { qty: 1 }, index: 0 });
    expect([keyOf(sample), titleOfSample(sample)]).toEqual(["e#2", "e · item 3"]);
    const [target] = targetsBehind(live, place);
    expect([target?.step.id, target?.direct]).toEqual(["post", true]);
  });
});

describe("what the check of the draft says of an expression", () => {
  const inner = { id: "one", kind: "map", config: { expression: "$itm" } };
  const definition = {
    trigger: { kind: "manual" },
    steps: [
      { id: "m", kind: "map", config: { expression: "$foo" } },
      { id: "each", kind: "for_each", config: { do: [inner] } },
    ],
    edges: [],
  } as unknown as FlowDefinition;
  const problem = (code: string, step: string, path: string): Problem => ({
    code,
    message: "It is bound nowhere.",
    hint: "",
    where: { step, path, line: 1, column: 1 },
  });
  const first = problem("mapping.unbound", "m", "$.steps[0].config.expression");
  const second = problem(
    "mapping.unbound",
    "each.one",
    "$.steps[1].config.do[0].config.expression",
  );
  const other = problem("mapping.syntax", "m", "$.steps[0].config.expression");

  it("is told at its place alone, also inside a for-each", () => {
    const all = [first, second, other];
    expect(slipsAt(all, definition, { step: "m", path: "expression" })).toEqual([first]);
    const place = { step: "each", path: "do.0.config.expression" };
    expect(slipsAt(all, definition, place)).toEqual([second]);
    expect(slipsAt(all, definition, { step: "m", path: "other" })).toEqual([]);
  });
});
