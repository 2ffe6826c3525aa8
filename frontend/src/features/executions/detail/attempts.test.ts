import { expect, it } from "vitest";
import type { StepAttempt } from "@/api/types";
import { waited } from "./attempts";

const at = (started_at: string | null, finished_at: string | null) =>
  ({ started_at, finished_at }) as StepAttempt;

it("measures the pause between attempts where both moments are known", () => {
  const first = at("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z");
  expect(waited(first, at("2026-01-01T00:00:03.500Z", null))).toBe(2_500);
  expect(waited(undefined, first)).toBeNull();
  expect(waited(at("2026-01-01T00:00:00Z", null), first)).toBeNull();
});
