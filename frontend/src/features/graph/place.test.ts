import { describe, expect, it } from "vitest";
import type { FlowDefinition } from "@/api/types";
import { placeIn } from "./place";

const FLOW: FlowDefinition = {
  schema: "fairlead.flow/1",
  slug: "f",
  name: "F",
  trigger: { kind: "webhook" },
  steps: [
    { id: "map", kind: "map", name: "Map order" },
    { id: "each", kind: "for_each", name: "Lines", config: { do: [{ id: "send", kind: "call" }] } },
  ],
  edges: [
    { from: "trigger", to: "map" },
    { from: "map", to: "each", when: "ok" },
  ],
};
const place = (step: string, path: string, line?: number, column?: number) =>
  placeIn({ step, path, line, column }, FLOW);

describe("the place of an error", () => {
  it("names the step, the setting, line and column", () => {
    expect(place("map", "$.steps[0].config.expression", 3, 7)).toEqual({
      words: "Map order · expression, line 3, column 7",
      step: "map",
    });
  });

  it("names an argument, also inside a for-each, whose step is on the canvas", () => {
    const path = '$.steps[1].config.do[0].config.arguments.values[0]["odd name"]["$expr"]';
    expect(place("each.send", path, 1)).toEqual({
      words: "Lines › send · arguments · values 1 · odd name, line 1",
      step: "each",
    });
  });

  it("names an edge by its ends, where it is the one that leaves the step", () => {
    expect(place("map", "$.edges[1].when")).toEqual({
      words: "Condition of the edge Map order → Lines",
      step: "map",
    });
    expect(place("each", "$.edges[1].when")?.words).toBe("at $.edges[1].when");
  });

  it("leaves a place in the data as it is, and needs one", () => {
    expect(place("map", "$.Order.ID")).toEqual({ words: "at $.Order.ID", step: null });
    expect(placeIn({ step: "map" }, FLOW)).toBeNull();
    expect(placeIn({ step: "map", line: 2, column: 1 }, FLOW)?.words).toBe("line 2, column 1");
  });
});
