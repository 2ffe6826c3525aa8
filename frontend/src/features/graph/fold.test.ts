import { describe, expect, it } from "vitest";
import type { FlowDefinition } from "@/api/types";
import { foldFor } from "./fold";
import { boundsOf, boxesOf } from "./geometry";

const KINDS = new Map();
const ROOM = { width: 976, height: 340 };

const line = (length: number) =>
  ({
    trigger: { kind: "webhook", config: {} },
    steps: Array.from({ length }, (_, index) => ({
      id: `s${index}`,
      kind: "map",
      position: { x: 260 * (index + 1), y: 40 },
    })),
    edges: Array.from({ length }, (_, index) => ({
      from: index === 0 ? "trigger" : `s${index - 1}`,
      to: `s${index}`,
    })),
  }) as unknown as FlowDefinition;

describe("a graph in rows", () => {
  it("leaves what can be read as it was drawn", () => {
    const short = line(3);
    expect(foldFor(short, KINDS, ROOM).definition).toBe(short);
    const long = line(7);
    expect(foldFor(long, KINDS, { width: 3000, height: 340 }).definition).toBe(long);
    expect(foldFor(long, KINDS, { width: 0, height: 0 }).definition).toBe(long);
  });

  it("makes a long one readable, in the order in which it goes on", () => {
    const { definition, bends } = foldFor(line(7), KINDS, ROOM);
    const { width, height } = boundsOf(boxesOf(definition, KINDS));
    expect(Math.min(ROOM.width / width, ROOM.height / height)).toBeGreaterThan(0.85);
    const places = definition.steps.map((step) => step.position ?? { x: 0, y: 0 });
    const reads = places.map(({ x, y }) => y * 10_000 + x);
    expect(reads).toEqual([...reads].sort((a, b) => a - b));
    expect(bends.size).toBe(1);
    expect(width).toBe(3 * 260 + 208);
  });

  it("ends a row where one edge goes on, if it can", () => {
    const drawn = line(6);
    const [, , third, fourth, fifth] = drawn.steps;
    if (third) third.position = { x: 780, y: 40 };
    if (fourth) fourth.position = { x: 1040, y: 0 };
    if (fifth) fifth.position = { x: 1040, y: 200 };
    drawn.edges.push({ from: "s2", to: "s4" });
    const { bends } = foldFor(drawn, KINDS, ROOM);
    expect(bends.size).toBeLessThan(2);
  });
});
