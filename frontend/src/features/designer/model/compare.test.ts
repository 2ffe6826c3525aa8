import { describe, expect, it } from "vitest";
import type { FlowDefinition } from "@/api/types";
import { compareFlows } from "./compare";
import { around, lineDifference } from "./lines";
import { isMoved } from "./meaning";
import { spansOf } from "./spans";

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
    const trigger = { ...FLOW.trigger, position: { x: 7, y: 7 } };
    const after = { ...FLOW, trigger, steps: moved };
    expect(compareFlows(FLOW, after)).toEqual([]);
    expect(isMoved(FLOW, after)).toBe(true);
    expect(isMoved(FLOW, { ...FLOW, steps: FLOW.steps.slice(0, 1) })).toBe(false);
  });

  it("finds nothing where a default is written out", () => {
    const after: FlowDefinition = {
      ...FLOW,
      description: "",
      latency: "real_time",
      labels: {},
      keys: { ordering: null, business: {} },
      trigger: { kind: "webhook", config: {} },
      steps: FLOW.steps.map((step) => ({ ...step, retry: { max_attempts: 8, jitter: 0.2 } })),
      edges: FLOW.edges.map((edge) => ({ ...edge, port: "out" })),
    };
    expect(compareFlows(FLOW, after)).toEqual([]);
    expect(compareFlows(after, FLOW)).toEqual([]);
  });

  it("tells the order of the steps, but not that of the edges", () => {
    const edges = FLOW.edges.toReversed();
    const [change, ...others] = compareFlows(FLOW, {
      ...FLOW,
      edges,
      steps: FLOW.steps.toReversed(),
    });
    expect(change?.fields).toMatchObject([
      { path: "order of the steps", before: "map\nold", after: "old\nmap" },
    ]);
    expect(others).toEqual([]);
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
    expect(found[1]?.fields).toMatchObject([{ path: "expression", before: "a", after: "b" }]);
    expect(found[2]?.fields).toEqual([]);
    expect(found[3]?.fields).toMatchObject([{ path: "expression", before: "$", after: "" }]);
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

  it("finds what differs within a line that was changed", () => {
    const lines = lineDifference("keep\ntotal * 2\nx", "keep\ntotal * 30\ny");
    const shown = [...spansOf(lines)].map(([index, { from, to }]) => [
      lines[index]?.mark,
      lines[index]?.text.slice(from, to),
    ]);
    expect(shown).toEqual([
      ["-", "2"],
      ["+", "30"],
    ]);
    expect(spansOf(lineDifference("a b", "a c\na d")).size).toBe(0);
  });
});
