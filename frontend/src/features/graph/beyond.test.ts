import { describe, expect, it } from "vitest";
import { beyond, towards } from "./beyond";

const ROOM = { width: 400, height: 300 };
const VIEW = { x: 0, y: 0, zoom: 1 };
const box = (x: number, y: number) => ({ x, y, width: 100, height: 40 });
const LINE = new Map([0, 1, 2, 3, 4, 5, 6].map((n) => [`s${n}`, box(n * 150, 100)]));
const GRAPH = { x: 0, y: 100, width: 1000, height: 40 };

describe("what is out of sight", () => {
  it("is counted by side, with the node that comes next", () => {
    expect(beyond(LINE, ROOM, VIEW)).toEqual([{ side: "right", count: 4, next: "s3" }]);
    expect(beyond(LINE, ROOM, { ...VIEW, x: -300 })).toEqual([
      { side: "left", count: 2, next: "s1" },
      { side: "right", count: 2, next: "s5" },
    ]);
    const around = new Map([
      ["up", box(0, -90)],
      ["down", box(0, 900)],
    ]);
    expect(beyond(around, ROOM, VIEW).map((one) => one.side)).toEqual(["above", "below"]);
  });

  it("is nothing where most of every node shows, or nothing has a size yet", () => {
    expect(beyond(new Map([["a", box(340, 0)]]), ROOM, VIEW)).toEqual([]);
    expect(beyond(LINE, { width: 0, height: 0 }, VIEW)).toEqual([]);
  });

  it("is come to a view at a time, and never farther than the graph goes", () => {
    const next = towards("right", box(450, 100), GRAPH, ROOM, VIEW);
    expect(next.x).toBe(32 - 450);
    const last = towards("right", box(900, 100), GRAPH, ROOM, next);
    expect(last.x).toBe(400 - 32 - 1000);
    expect(beyond(LINE, ROOM, last).map((one) => one.side)).toEqual(["left"]);
    expect(towards("left", box(150, 100), GRAPH, ROOM, last).x).toBe(32);
  });
});
