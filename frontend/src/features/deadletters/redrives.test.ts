import { expect, it } from "vitest";
import { adviceFor } from "./advice";
import { doneInWords, kept, progressInWords, refusedInWords } from "./redrives";

const counts = {
  accepted: 33,
  succeeded: 28,
  failed: 0,
  dead: 2,
  indeterminate: 0,
  cancelled: 0,
  open: 3,
};

it("tells what became of what was redriven", () => {
  expect(progressInWords(counts)).toBe("28 succeeded, 2 dead again, 3 still open");
});

it("tells a replay from a redrive, and what could not be started", () => {
  const done = { at: 0, flow: "a", cause: "b", executions: ["1", "2"] };
  expect(doneInWords(done)).toBe("2 redriven");
  expect(doneInWords({ ...done, replayed: true })).toBe("2 replayed");
  expect(refusedInWords({ ...done, refused: undefined })).toBe("");
  expect(refusedInWords({ refused: { number: 1, why: "The payload is no longer kept." } })).toBe(
    "1 could not be started and stays here: The payload is no longer kept.",
  );
});

it("forgets redrives of yesterday", () => {
  const redrive = { at: 0, flow: "a", cause: "b", executions: [] };
  const now = 90_000_000;
  expect(kept([{ ...redrive, at: now - 1 }, redrive], now)).toHaveLength(1);
});

it("advises by what kind of error it is", () => {
  expect(adviceFor("connector.circuit_open").redriveHelps).toBe(true);
  expect(adviceFor("step.validate").redriveHelps).toBe(false);
  expect(adviceFor("connector.configuration").says).toContain("connection");
  expect(adviceFor("something.new").says).not.toBe("");
});
