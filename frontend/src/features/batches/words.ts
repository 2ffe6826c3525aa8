import type { Batch, BatchProgress, Quality } from "@/api/types";
import { count, countOf } from "@/ui/time";

const STATES: Record<BatchProgress["state"], string> = {
  running: "Under way",
  resting: "Rests at its checkpoint",
  completed: "Completed",
  stopped: "Stopped",
};

/** The state in words; a batch whose execution is dead does not go on by itself. */
export const stateOf = ({ state }: BatchProgress, dead: boolean): string =>
  STATES[dead && state !== "completed" ? "stopped" : state];

/** The two parts of the bar in percent; without a known size the bar is full. */
export function shareOf(progress: BatchProgress): { good: number; bad: number } {
  const done = (progress.progress ?? 1) * 100;
  const bad = progress.records > 0 ? (progress.failed / progress.records) * done : 0;
  return { good: done - bad, bad };
}

/** A chunk takes a second or two; a batch that stands still for so long has lost its worker, or its target is slow. */
const STILL_MS = 8_000;

/** The bar in words; `stillMs` says for how long no record was added. */
export function wordsOf(progress: BatchProgress, dead = false, stillMs = 0): string {
  if (progress.state === "completed") return "Every record has its outcome.";
  if (progress.state === "stopped")
    return `More records failed than the step tolerates.${dead ? ` ${redriven(progress)}` : ""}`;
  const far = progress.progress === null ? "" : `${Math.floor(progress.progress * 100)} % read. `;
  if (dead) return `${far}It has stopped. ${redriven(progress)}`;
  if (progress.state === "resting") return `${far}It goes on behind the last completed chunk.`;
  return `${far}${stillMs < STILL_MS ? rest(progress) : still(stillMs)}`;
}

function still(ms: number): string {
  const since = `No record came back for ${Math.round(ms / 1000)} s.`;
  return `${since} Where its worker has ended, another goes on behind the last completed chunk.`;
}

/** What a redrive of the whole execution does with it. */
function redriven({ failed }: BatchProgress): string {
  const on = "A redrive of the execution goes on behind the last completed chunk.";
  if (failed === 0) return on;
  return `${on} All its records are judged together at the end: redrive the failed ones first, and they no longer count.`;
}

function rest({ progress, duration_ms }: BatchProgress): string {
  if (!progress || progress < 0.02) return "";
  const seconds = Math.round((duration_ms / 1000) * (1 / progress - 1));
  if (seconds < 2) return "Almost done.";
  return seconds < 90 ? `About ${seconds} s left.` : `About ${Math.round(seconds / 60)} min left.`;
}

/** What a field holds, the most frequent type first: "text", or "text 90 %, number 10 %". */
export function typesOf(types: Record<string, number>): string {
  const all = Object.values(types).reduce((sum, one) => sum + one, 0);
  const sorted = Object.entries(types).sort(([, one], [, other]) => other - one);
  if (sorted.length === 1) return sorted[0]?.[0] ?? "";
  return sorted.map(([name, number]) => `${name} ${percent(number, all)}`).join(", ");
}

/** A share in percent; never 100 % or 0 % where it is not wholly so. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "–";
  if (part > 0 && part / whole < 0.01) return "< 1 %";
  if (part < whole && part / whole > 0.99) return "> 99 %";
  return `${Math.round((part / whole) * 100)} %`;
}

/** Which records the quality was measured on, and how many were not. */
export function baseOf({ quality, records, failed, skipped }: Batch): string {
  const fit = `Of the ${countOf(quality.records, "record that fits", "records that fit")}`;
  // What the target refused did fit, and was measured.
  const early = Math.min(failed, Math.max(0, records - skipped - quality.records));
  const absent = [
    ...(early > 0 ? [`${count(early)} that failed before being sent`] : []),
    ...(skipped > 0 ? [`${count(skipped)} left out`] : []),
  ];
  if (absent.length === 0) return `${fit}.`;
  return `${fit}; ${absent.join(" and ")} ${early + skipped === 1 ? "is" : "are"} not in it.`;
}

/** An estimate may be off by so much. */
const NEARLY = 0.9;

/** How many values a field has. An estimate that comes close to all would look like duplicates. */
export function distinctOf({ distinct, exact, filled }: Quality["columns"][number]): string {
  if (exact) return count(distinct);
  return `${distinct >= NEARLY * filled ? "nearly all, about" : "about"} ${count(distinct)}`;
}
