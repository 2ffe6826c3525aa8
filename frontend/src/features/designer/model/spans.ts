/** Where within a line something changed. */

import type { Line } from "./lines";

/** Up to `from` and from `to` on, the line is the same as the one that it replaces or is replaced by. */
export interface Span {
  from: number;
  to: number;
}

/** For each line that has a counterpart which is partly the same: what of it differs. */
export function spansOf(lines: readonly (Line | null)[]): Map<number, Span> {
  const spans = new Map<number, Span>();
  for (let start = 0; start < lines.length; start += 1) {
    const removed = runOf(lines, start, "-");
    const added = runOf(lines, start + removed, "+");
    if (removed > 0 && removed === added) {
      for (let index = start; index < start + removed; index += 1) {
        pair(spans, lines, index, index + removed);
      }
    }
    start += removed + added;
  }
  return spans;
}

function runOf(lines: readonly (Line | null)[], start: number, mark: "-" | "+"): number {
  let end = start;
  while (lines[end]?.mark === mark) end += 1;
  return end - start;
}

function pair(spans: Map<number, Span>, lines: readonly (Line | null)[], old: number, now: number) {
  const [a, b] = [lines[old]?.text ?? "", lines[now]?.text ?? ""];
  const most = Math.min(a.length, b.length);
  let [head, tail] = [0, 0];
  while (head < most && a[head] === b[head]) head += 1;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  if (head + tail === 0) return;
  spans.set(old, { from: head, to: a.length - tail });
  spans.set(now, { from: head, to: b.length - tail });
}
