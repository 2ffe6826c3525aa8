import { expect, it } from "vitest";
import { byHarm, technical, type WallFlow } from "./harm";

const flow = (name: string, change: Partial<WallFlow["counts"]> = {}): WallFlow => ({
  slug: name,
  name,
  state: "live",
  counts: {
    open: 0,
    succeeded: 1,
    failed: 0,
    dead: 0,
    indeterminate: 0,
    cancelled: 0,
    ...change,
  },
  last_at: null,
});

it("puts what needs a person first", () => {
  const flows = [flow("well"), flow("stopped", { dead: 2 }), flow("unsure", { indeterminate: 1 })];
  expect(flows.sort(byHarm).map((one) => one.name)).toEqual(["unsure", "stopped", "well"]);
});

it("says how a flow stands in a word", () => {
  expect(technical(flow("a")).word).toBe("Well");
  expect(technical(flow("a", { dead: 1 })).word).toBe("Stopped");
  expect(technical({ ...flow("a"), state: "paused" }).word).toBe("Paused");
});
