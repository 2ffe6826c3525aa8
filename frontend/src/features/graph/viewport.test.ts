import { describe, expect, it } from "vitest";
import { ASKED_FOR, inSight, shiftInto, wholeGraph } from "./viewport";

const ROOM = { width: 800, height: 600 };
const box = (x: number, width = 208) => ({ x, y: 0, width, height: 56 });

describe("what the canvas shows", () => {
  it("shrinks the graph until all of it is in sight", () => {
    const view = wholeGraph(box(0, 900), ROOM, box(0));
    expect(view.zoom).toBeLessThan(1);
    expect(view.x).toBeGreaterThanOrEqual(0);
    expect(view.x + 900 * view.zoom).toBeLessThanOrEqual(ROOM.width);
  });

  it("begins at the start, as large as it reads well, where all of it could not be read", () => {
    const view = wholeGraph(box(0, 5208), ROOM, box(0));
    expect(view.zoom).toBe(0.8);
    expect(view.x).toBe(32);
  });

  it("shows as much as can be read where the whole is asked for", () => {
    expect(wholeGraph(box(0, 5208), ROOM, box(0), null, ASKED_FOR).zoom).toBe(0.6);
  });

  it("shows the node at hand where not all can be shown", () => {
    const last = box(5000);
    const view = wholeGraph(box(0, 5208), ROOM, box(0), last);
    expect(view.zoom).toBe(0.8);
    const right = (last.x + last.width) * view.zoom + view.x;
    expect(right).toBeLessThanOrEqual(ROOM.width);
    expect(right).toBeGreaterThan(ROOM.width / 2);
  });

  it("moves no further than it must", () => {
    const still = { x: 0, y: 100, zoom: 1 };
    expect(inSight(box(200), ROOM, still)).toEqual(still);
    expect(inSight(box(700), ROOM, still).x).toBe(800 - 32 - 908);
    expect(inSight(box(-300), ROOM, still).x).toBe(332);
  });

  it("shows the start of what is larger than the room", () => {
    expect(shiftInto(100, 900, 400)).toBe(-68);
  });
});
