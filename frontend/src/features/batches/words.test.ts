import { describe, expect, it } from "vitest";
import type { Batch, BatchProgress } from "@/api/types";
import { baseOf, distinctOf, percent, shareOf, stateOf, typesOf, wordsOf } from "./words";

const batch = (changes: Partial<BatchProgress>): BatchProgress => ({
  step: "load",
  state: "running",
  read_from: "file",
  progress: 0.5,
  records: 1000,
  succeeded: 900,
  failed: 100,
  skipped: 0,
  indeterminate: 0,
  records_per_s: 100,
  duration_ms: 10_000,
  started_at: "2026-11-22T20:00:00Z",
  updated_at: "2026-11-22T20:00:10Z",
  finished_at: null,
  ...changes,
});

describe("the bar", () => {
  it("shows what failed within what was read", () => {
    expect(shareOf(batch({}))).toEqual({ good: 45, bad: 5 });
    expect(shareOf(batch({ progress: null, failed: 0 }))).toEqual({ good: 100, bad: 0 });
  });

  it("says how long it may take, and where it stands", () => {
    expect(wordsOf(batch({}))).toBe("50 % read. About 10 s left.");
    expect(wordsOf(batch({ progress: null }))).toBe("");
    expect(wordsOf(batch({ state: "resting" }))).toContain("last completed chunk");
    expect(wordsOf(batch({ state: "stopped" }))).toContain("tolerates");
  });

  it("promises no time where nothing comes back", () => {
    expect(wordsOf(batch({}), false, 7_000)).toContain("left");
    expect(wordsOf(batch({}), false, 12_300)).toBe(
      "50 % read. No record came back for 12 s. Where its worker has ended, another goes on behind " +
        "the last completed chunk.",
    );
  });

  it("promises nothing of a batch whose execution is dead", () => {
    const resting = batch({ state: "resting" });
    expect(stateOf(resting, false)).toBe("Rests at its checkpoint");
    expect(stateOf(resting, true)).toBe("Stopped");
    expect(wordsOf(resting, true)).toBe(
      "50 % read. It has stopped. A redrive of the execution goes on behind the last completed " +
        "chunk. All its records are judged together at the end: redrive the failed ones first, and they no longer count.",
    );
    expect(wordsOf(batch({ state: "resting", failed: 0 }), true)).not.toContain("failed ones");
    expect(wordsOf(batch({ state: "stopped" }), true)).toContain("A redrive of the execution");
  });
});

describe("quality", () => {
  it("rounds no gap away", () => {
    expect(percent(999, 1000)).toBe("> 99 %");
    expect(percent(1, 1000)).toBe("< 1 %");
    expect(percent(1000, 1000)).toBe("100 %");
    expect(percent(0, 1000)).toBe("0 %");
  });

  it("says which records it was measured on", () => {
    const measured = (records: number, changes: Partial<BatchProgress>) =>
      baseOf({ ...batch(changes), quality: { records, columns: [], causes: [] } } as Batch);
    expect(measured(376, { records: 400, failed: 24 })).toBe(
      "Of the 376 records that fit; 24 that failed before being sent are not in it.",
    );
    // Six of those that failed were refused by the target.
    expect(measured(376, { records: 400, failed: 29, skipped: 1 })).toBe(
      "Of the 376 records that fit; 23 that failed before being sent and 1 left out are not in it.",
    );
    expect(measured(1, { records: 2, failed: 1 })).toBe(
      "Of the 1 record that fits; 1 that failed before being sent is not in it.",
    );
    expect(measured(400, { records: 400, failed: 3 })).toBe("Of the 400 records that fit.");
  });

  it("takes no estimate for duplicates", () => {
    const field = { name: "id", filled: 100_000, types: {} };
    expect(distinctOf({ ...field, distinct: 92_724, exact: false })).toBe(
      "nearly all, about 92,724",
    );
    expect(distinctOf({ ...field, distinct: 89_000, exact: false })).toBe("about 89,000");
    expect(distinctOf({ ...field, distinct: 240, exact: true })).toBe("240");
    expect(distinctOf({ ...field, filled: 240, distinct: 239, exact: true })).toBe("239");
  });

  it("names types, the most frequent first", () => {
    expect(typesOf({ text: 10 })).toBe("text");
    expect(typesOf({ null: 1, number: 3 })).toBe("number 75 %, null 25 %");
  });
});
