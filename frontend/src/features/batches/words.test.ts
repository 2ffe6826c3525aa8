import { describe, expect, it } from "vitest";
import type { BatchProgress } from "@/api/types";
import { percent, shareOf, typesOf, wordsOf } from "./words";

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
});

describe("quality", () => {
  it("rounds no gap away", () => {
    expect(percent(999, 1000)).toBe("> 99 %");
    expect(percent(1, 1000)).toBe("< 1 %");
    expect(percent(1000, 1000)).toBe("100 %");
    expect(percent(0, 1000)).toBe("0 %");
  });

  it("names types, the most frequent first", () => {
    expect(typesOf({ text: 10 })).toBe("text");
    expect(typesOf({ null: 1, number: 3 })).toBe("number 75 %, null 25 %");
  });
});
