import { describe, expect, it } from "vitest";
import type { FlowDefinition, Problem } from "@/api/types";
import { copied, pasted } from "./clipboard";
import { begin, commit, redo, undo } from "./history";
import { configFaults, configPath, nodeOf, problemCounts, sectionFaults } from "./places";

const flow = (name = "F"): FlowDefinition => ({
  schema: "fairlead.flow/1",
  slug: "f",
  name,
  trigger: { kind: "manual" },
  steps: [
    { id: "a", kind: "map", position: { x: 0, y: 0 } },
    { id: "each", kind: "for_each", position: { x: 260, y: 0 } },
  ],
  edges: [{ from: "a", to: "each" }],
});

const problem = (where: Problem["where"]): Problem => ({ code: "x", message: "wrong", where });

describe("undo and redo", () => {
  it("goes back and forth", () => {
    const first = flow("1");
    const history = commit(commit(begin(first), flow("2")), flow("3"));
    expect(undo(undo(history)).present).toBe(first);
    expect(redo(undo(history)).present.name).toBe("3");
  });

  it("joins typing in one field, but not after something else", () => {
    let history = begin(flow("1"));
    for (const name of ["a", "ab", "abc"]) history = commit(history, flow(name), "name");
    expect(undo(history).present.name).toBe("1");
    history = commit(commit(history, flow("moved")), flow("x"), "name");
    expect(undo(history).present.name).toBe("moved");
  });

  it("forgets the future once something new is done", () => {
    const history = commit(undo(commit(begin(flow("1")), flow("2"))), flow("3"));
    expect(redo(history)).toBe(history);
  });
});

describe("the clipboard", () => {
  it("pastes steps with ids of their own and the edges between them", () => {
    const text = copied(flow(), new Set(["a", "each"])) ?? "";
    const [next, ids] = pasted(flow(), text) ?? [flow(), new Set()];
    expect([...ids]).toEqual(["a_2", "each_2"]);
    expect(next.edges.at(-1)).toEqual({ from: "a_2", to: "each_2" });
  });

  it("leaves other text alone", () => {
    expect(pasted(flow(), "hello")).toBeNull();
    expect(pasted(flow(), '{"steps": 1}')).toBeNull();
    expect(copied(flow(), new Set(["trigger"]))).toBeNull();
  });
});

describe("the place of a problem", () => {
  it("is found by step, by path, and inside a for-each", () => {
    expect(nodeOf(problem({ step: "a" }), flow())).toBe("a");
    expect(nodeOf(problem({ step: "each.inner" }), flow())).toBe("each");
    expect(nodeOf(problem({ path: "$.steps[1].config.items" }), flow())).toBe("each");
    expect(nodeOf(problem({ path: "$.trigger.config.cron" }), flow())).toBe("trigger");
    expect(nodeOf(problem({ path: "$.keys.ordering" }), flow())).toBeNull();
    expect(problemCounts([problem({ step: "a" }), problem({ step: "a" })], flow()).get("a")).toBe(
      2,
    );
  });

  it("leads to the field of the panel", () => {
    expect(configPath("$.steps[0].config.cases[1].when")).toBe("cases[1].when");
    expect(configPath("$.steps[0].config")).toBe("");
    expect(configPath("$.steps[0].retry.factor")).toBeNull();
    const faults = configFaults([problem({ path: "$.steps[0].config.expression" })], flow(), "a");
    expect([...faults.keys()]).toEqual(["expression"]);
    const keys = sectionFaults([problem({ path: "$.keys.business.order" })], "keys");
    expect([...keys.keys()]).toEqual(["business.order"]);
  });
});
