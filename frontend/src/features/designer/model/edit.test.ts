import { describe, expect, it } from "vitest";
import type { FlowDefinition, Kind } from "@/api/types";
import { downstream, edgeId } from "@/features/graph/model";
import { addAfter, addStep, connect, freshId, insertOnEdge, removeParts, updateStep } from "./edit";

const kind = (name: string, more: Partial<Kind> = {}): Kind => ({
  kind: name,
  title: name,
  description: "",
  icon: "",
  category: "data",
  config_schema: { type: "object" },
  ports: [
    { name: "out", title: "Done" },
    { name: "error", title: "Failed" },
  ],
  ...more,
});

const KINDS = new Map(
  [
    kind("map", {
      config_schema: { type: "object", required: ["mode"], properties: { mode: { default: "a" } } },
    }),
    kind("branch", {
      ports: [{ name: "error", title: "Failed" }],
      config_ports: ["$.cases[*].name", "$.default"],
      config_schema: { type: "object", properties: { default: { default: "otherwise" } } },
    }),
    kind("stop", { ports: [] }),
  ].map((one) => [one.kind, one]),
);
const MAP = KINDS.get("map") as Kind;

const flow = (change: Partial<FlowDefinition> = {}): FlowDefinition => ({
  schema: "fairlead.flow/1",
  slug: "f",
  name: "F",
  trigger: { kind: "manual" },
  steps: [
    { id: "a", kind: "map", position: { x: 260, y: 0 } },
    { id: "b", kind: "map", position: { x: 520, y: 0 } },
  ],
  edges: [
    { from: "trigger", to: "a" },
    { from: "a", to: "b" },
  ],
  ...change,
});

const edges = (definition: FlowDefinition) => definition.edges.map(edgeId);

describe("editing a flow", () => {
  it("gives new steps ids and places of their own, and the defaults they must have", () => {
    const [next, id] = addStep(flow(), MAP, { x: 260, y: 0 });
    const step = next.steps.at(-1);
    expect(id).toBe("map");
    expect(step?.config).toEqual({ mode: "a" });
    expect(step?.position).not.toEqual({ x: 260, y: 0 });
    expect(freshId(["map", "map_2"], "map")).toBe("map_3");
    expect(freshId([], "2 näh")).toBe("n_h");
  });

  it("adds a step behind another one by its first free output", () => {
    const [next, id] = addAfter(flow(), MAP, "b", { x: 780, y: 0 }, KINDS);
    expect(edges(next)).toContain(`b:out>${id}`);
  });

  it("connects only what the rules allow", () => {
    const start = flow();
    expect(connect(start, { from: "b", to: "a" }, KINDS)).toBe(start);
    expect(connect(start, { from: "a", to: "b", port: "nowhere" }, KINDS)).toBe(start);
    expect(edges(connect(start, { from: "a", to: "b", port: "error" }, KINDS))).toContain(
      "a:error>b",
    );
  });

  it("puts a step into an edge", () => {
    const [added, id] = addStep(flow(), MAP, { x: 0, y: 0 });
    const next = insertOnEdge(added, "a:out>b", id, KINDS);
    expect(edges(next)).toEqual(["trigger:out>a", "a:out>map", "map:out>b"]);
  });

  it("makes room for the inserted step", () => {
    const [added, id] = addStep(flow(), MAP, { x: 400, y: 300 });
    const places = new Map(
      insertOnEdge(added, "a:out>b", id, KINDS).steps.map((step) => [step.id, step.position]),
    );
    expect(places.get(id)).toEqual({ x: 520, y: 0 });
    expect(places.get("b")).toEqual({ x: 780, y: 0 });
    expect(places.get("a")).toEqual({ x: 260, y: 0 });
  });

  it("keeps the condition on the way into the inserted step", () => {
    const start = flow({ edges: [{ from: "a", to: "b", when: "x > 1" }] });
    const [added, id] = addStep(start, MAP, { x: 0, y: 0 });
    const next = insertOnEdge(added, "a:out>b", id, KINDS);
    expect(next.edges).toEqual([
      { from: "a", to: "map", when: "x > 1" },
      { from: "map", to: "b" },
    ]);
  });

  it("closes the line where a step between two is removed", () => {
    const next = removeParts(flow(), new Set(["a"]), KINDS);
    expect(edges(next)).toEqual(["trigger:out>b"]);
  });

  it("removes edges alone, and steps with all their edges", () => {
    expect(edges(removeParts(flow(), new Set(["a:out>b"]), KINDS))).toEqual(["trigger:out>a"]);
    const next = removeParts(flow(), new Set(["a", "b"]), KINDS);
    expect(next.edges).toEqual([]);
  });

  it("lets edges follow an output that is renamed", () => {
    const start = flow({
      steps: [
        { id: "c", kind: "branch", config: { cases: [{ name: "big", when: "true" }] } },
        { id: "d", kind: "map" },
      ],
      edges: [{ from: "c", to: "d", port: "big" }],
    });
    const next = updateStep(
      start,
      "c",
      { config: { cases: [{ name: "large", when: "true" }] } },
      KINDS,
    );
    expect(edges(next)).toEqual(["c:large>d"]);
  });

  it("never makes a circle, whatever is drawn", () => {
    let definition = flow({
      steps: ["a", "b", "c", "d", "e"].map((id) => ({ id, kind: "map" })),
      edges: [],
    });
    const ids = definition.steps.map((step) => step.id);
    for (const from of ids)
      for (const to of [...ids].reverse()) definition = connect(definition, { from, to }, KINDS);
    for (const id of ids) expect(downstream(definition, id).has(id)).toBe(false);
    expect(definition.edges).toHaveLength(10);
  });
});
