/** The bars of the time line: every attempt of every step between acceptance and the end. */

import type { ExecutionDetail, ExecutionStep } from "@/api/types";
import { nameOf } from "@/features/graph/model";
import { endOf, isHeldBack, numbersOf, resolutionOf } from "./attempts";

export interface Bar {
  key: string;
  step: string;
  /** Which of the attempts that were made; null where no call was. */
  attempt: number | null;
  status: string;
  /** Share of the whole time, 0 to 1. */
  left: number;
  width: number;
  ms: number | null;
  /** Until when the call was held back; null where it left, or was given up. */
  heldUntil: string | null;
  /** What a person said of it; null where an answer came. */
  resolved: string | null;
}

export interface Lane {
  step: string;
  name: string;
  item: number | null;
  bars: Bar[];
}

const LEAST_WIDTH = 0.004;

/** One lane per step (and item), in the order in which they began. */
export function lanesOf(execution: ExecutionDetail, now: number): Lane[] {
  const begin = Date.parse(execution.received_at);
  const end = Math.max(lastMoment(execution, now), begin + 1);
  return execution.steps
    .map((step) => laneOf(step, nameOf(execution.definition, step.step), begin, end, now))
    .sort((a, b) => (a.bars[0]?.left ?? 1) - (b.bars[0]?.left ?? 1));
}

/** The last moment of all: the clocks of the browser and of the server need not agree. */
function lastMoment(execution: ExecutionDetail, now: number): number {
  const moments = execution.steps.flatMap((step) =>
    step.attempts.flatMap(({ started_at, finished_at }) => [
      Date.parse(started_at ?? "") || 0,
      Date.parse(finished_at ?? "") || 0,
    ]),
  );
  return Math.max(Date.parse(execution.finished_at ?? "") || now, ...moments);
}

function laneOf(step: ExecutionStep, name: string, begin: number, end: number, now: number): Lane {
  const whole = end - begin;
  const numbers = numbersOf(step.attempts);
  const bars = step.attempts.map((attempt, index) => {
    const from = Date.parse(attempt.started_at ?? "") || begin;
    const resolved = resolutionOf(step, index);
    const to = Math.min(endOf(attempt, step.attempts[index + 1], now), end);
    return {
      key: `${step.step}.${step.item ?? -1}.${attempt.attempt}`,
      step: step.step,
      attempt: numbers[index] ?? null,
      status: attempt.status,
      left: Math.max(0, (from - begin) / whole),
      width: Math.max(LEAST_WIDTH, (Math.max(to, from) - from) / whole),
      ms: resolved === null ? attempt.duration_ms : null,
      heldUntil: isHeldBack(attempt) ? attempt.resume_at : null,
      resolved,
    };
  });
  return { step: step.step, name, item: step.item, bars };
}
