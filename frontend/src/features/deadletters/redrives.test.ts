import { expect, it } from "vitest";
import { adviceFor } from "./advice";
import { kept, progressInWords } from "./redrives";

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
