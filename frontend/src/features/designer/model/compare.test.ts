import { describe, expect, it } from "vitest";
import type { FlowDefinition } from "@/api/types";
import { compareFlows } from "./compare";
import { around, lineDifference } from "./lines";

const FLOW: FlowDefinition = {
  schema: "fairlead.flow/1",
  slug: "f",
  name: "F",
  trigger: { kind: "webhook" },
  steps: [
    { id: "map", kind: "map", name: "Map it", config: { expression: "a" } },
    { id: "old", kind: "map", config: { expression: "$" }, position: { x: 0, y: 0 } },
  ],
  edges: [
    { from: "trigger", to: "map" },
    { from: "map", to: "old" },
  ],
};

describe("comparing two versions", () => {
  it("finds nothing where only places differ", () => {
    const moved = FLOW.steps.map((step) => ({ ...step, position: { x: 7, y: 7 } }));
    expect(compareFlows(FLOW, { ...FLOW, steps: moved })).toEqual([]);
  });

  it("names what was added, removed and changed, and by which setting", () => {
    const after: FlowDefinition = {
      ...FLOW,
      description: "New words",
      steps: [
        { id: "map", kind: "map", name: "Map it", config: { expression: "b" } },
        { id: "new", kind: "stop", name: "The end" },
      ],
      edges: [
        { from: "trigger", to: "map", when: "total > 1" },
        { from: "map", to: "new", port: "error" },
      ],
    };
    const found = compareFlows(FLOW, after);
    expect(found.map((one) => [one.part, one.what, one.title])).toEqual([
      ["flow", "changed", "Flow"],
      ["step", "changed", "Map it"],
      ["step", "added", "The end"],
      ["step", "removed", "old"],
      ["edge", "changed", "Trigger → Map it"],
      ["edge", "added", "Map it (error) → The end"],
      ["edge", "removed", "Map it → old"],
    ]);
    expect(found[1]?.fields).toEqual([{ path: "expression", before: "a", after: "b" }]);
    expect(found[2]?.fields).toEqual([]);
    expect(found[3]?.fields).toEqual([{ path: "expression", before: "$", after: "" }]);
  });
});

describe("the difference of two texts", () => {
  const marks = (before: string, after: string) =>
    lineDifference(before, after).map((line) => line.mark + line.text);

  it("keeps the lines both have", () => {
    expect(marks("a\nb\nc", "a\nx\nc\nd")).toEqual([" a", "-b", "+x", " c", "+d"]);
    expect(marks("", "a")).toEqual(["+a"]);
    expect(marks("a", "")).toEqual(["-a"]);
  });

  it("leaves out what is far from a change", () => {
    const before = "1\n2\n3\n4\n5";
    const shown = around(lineDifference(before, `${before}\n6`), 1);
    expect(shown.map((line) => line && line.mark + line.text)).toEqual([null, " 5", "+6"]);
  });
});
