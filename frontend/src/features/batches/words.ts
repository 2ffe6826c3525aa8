import type { BatchProgress } from "@/api/types";

export const STATES: Record<BatchProgress["state"], string> = {
  running: "Under way",
  resting: "Rests at its checkpoint",
  completed: "Completed",
  stopped: "Stopped",
};

/** The two parts of the bar in percent; without a known size the bar is full. */
export function shareOf(progress: BatchProgress): { good: number; bad: number } {
  const done = (progress.progress ?? 1) * 100;
  const bad = progress.records > 0 ? (progress.failed / progress.records) * done : 0;
  return { good: done - bad, bad };
}

/** The bar in words. */
export function wordsOf(progress: BatchProgress): string {
  if (progress.state === "completed") return "Every record has its outcome.";
  if (progress.state === "stopped") return "More records failed than the step tolerates.";
  const far = progress.progress === null ? "" : `${Math.floor(progress.progress * 100)} % read. `;
  if (progress.state === "resting") return `${far}It goes on behind the last completed chunk.`;
  return `${far}${rest(progress)}`;
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
