import { describe, expect, it } from "vitest";
import type { FlowDefinition, Kind } from "@/api/types";
import { anchors, edgeNear, freePlace, neighbour, positionsOf, sizeOf } from "./geometry";
import { fromElk, toElk } from "./layout";
import { downstream, nameOf, upstream } from "./model";
import { portsOf } from "./ports";
import { possibleTargets, refusal } from "./rules";

const BRANCH: Kind = {
  kind: "branch",
  title: "Branch",
  description: "",
  icon: "",
  category: "flow",
  config_schema: { type: "object", properties: { default: { default: "otherwise" } } },
  ports: [{ name: "error", title: "Failed" }],
  config_ports: ["$.cases[*].name", "$.default"],
};
const KINDS = new Map([["branch", BRANCH]]);

const FLOW: FlowDefinition = {
  schema: "fairlead.flow/1",
  slug: "f",
  name: "F",
  trigger: { kind: "webhook" },
  steps: [
    { id: "read", kind: "map", name: "Read", position: { x: 260, y: 160 } },
    {
      id: "route",
      kind: "branch",
      config: { cases: [{ name: "urgent", when: "true" }] },
      position: { x: 520, y: 160 },
    },
    { id: "low", kind: "map", position: { x: 780, y: 300 } },
  ],
  edges: [
    { from: "trigger", to: "read" },
    { from: "read", to: "route" },
    { from: "route", to: "low", port: "urgent" },
  ],
};
const ROUTE = FLOW.steps[1];

describe("ports", () => {
  it("come from the kind and from the settings, the error port last", () => {
    const names = ROUTE ? portsOf(ROUTE, BRANCH).map((port) => port.name) : [];
    expect(names).toEqual(["urgent", "otherwise", "error"]);
  });

  it("are guessed while the kind is unknown", () => {
    expect(portsOf({ id: "x", kind: "stop" }, undefined)).toEqual([]);
    expect(portsOf({ id: "x", kind: "new" }, undefined).map((port) => port.name)).toEqual([
      "out",
      "error",
    ]);
  });
});

describe("rules", () => {
  it("say why a connection is refused", () => {
    expect(refusal(FLOW, { from: "low", to: "read" }, KINDS)).toContain("circle");
    expect(refusal(FLOW, { from: "read", to: "read" }, KINDS)).toContain("itself");
    expect(refusal(FLOW, { from: "read", to: "trigger" }, KINDS)).toContain("trigger");
    expect(refusal(FLOW, { from: "read", to: "route" }, KINDS)).toContain("already");
    expect(refusal(FLOW, { from: "route", to: "low", port: "lost" }, KINDS)).toContain("lost");
    expect(refusal(FLOW, { from: "read", to: "low", port: "error" }, KINDS)).toBeNull();
  });

  it("list what an output may lead to", () => {
    expect(possibleTargets(FLOW, "trigger", "out", KINDS)).toEqual(["route", "low"]);
    expect(possibleTargets(FLOW, "low", "out", KINDS)).toEqual([]);
  });

  it("know what lies before and behind", () => {
    expect([...downstream(FLOW, "read")].sort()).toEqual(["low", "route"]);
    expect([...upstream(FLOW, "low")].sort()).toEqual(["read", "route", "trigger"]);
  });
});

describe("geometry", () => {
  it("places the trigger left of what it leads to", () => {
    expect(positionsOf(FLOW).get("trigger")).toEqual({ x: 0, y: 160 });
  });

  it("makes a node higher by its listed outputs", () => {
    expect(sizeOf(ROUTE, KINDS).height).toBeGreaterThan(sizeOf(FLOW.steps[0], KINDS).height);
  });

  it("finds the edge under a dropped step", () => {
    const edges = anchors(FLOW, KINDS);
    expect(edgeNear(edges, { x: 494, y: 190 })).toBe("read:out>route");
    expect(edgeNear(edges, { x: 494, y: 500 })).toBeNull();
  });

  it("moves to the nearest node in a direction", () => {
    const places = positionsOf(FLOW);
    expect(neighbour(places, "trigger", "right")).toBe("read");
    expect(neighbour(places, "route", "left")).toBe("read");
    expect(neighbour(places, "low", "right")).toBeNull();
    expect(neighbour(places, "route", "down")).toBe("low");
  });

  it("puts nothing onto something", () => {
    const place = freePlace([{ x: 0, y: 0 }], { x: 10, y: 10 });
    expect(place.y).toBeGreaterThan(56);
  });
});

describe("layout", () => {
  it("hands every node, port and edge over, and reads the places back", () => {
    const elk = toElk(FLOW, KINDS);
    expect(elk.children?.map((node) => node.id)).toEqual(["trigger", "read", "route", "low"]);
    expect(elk.edges?.[2]?.sources).toEqual(["route/urgent"]);
    const places = fromElk({
      id: "flow",
      children: [
        { id: "trigger", x: 12, y: 40 },
        { id: "read", x: 272, y: 40 },
      ],
    });
    expect(places.get("read")).toEqual({ x: 260, y: 0 });
    expect(places.has("trigger")).toBe(false);
  });
});

it("names a step inside a for-each by both titles", () => {
  const each = {
    id: "each",
    kind: "for_each",
    name: "Each line",
    config: { do: [{ id: "post", kind: "call", name: "Post it" }] },
  };
  const flow = { ...FLOW, steps: [...FLOW.steps, each] };
  expect(nameOf(flow, "each.post")).toBe("Each line › Post it");
  expect([nameOf(flow, "read"), nameOf(flow, "each.gone")]).toEqual(["Read", "each.gone"]);
});
