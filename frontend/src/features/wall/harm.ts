/** How a flow stands, in words, and which flow needs eyes first. */

import type { Accounting, FlowCounts, FlowState } from "@/api/types";
import type { Tone } from "@/ui/status";

export interface WallFlow {
  slug: string;
  name: string;
  state: FlowState;
  counts: FlowCounts;
  last_at: string | null;
}

export interface WallData {
  flows: WallFlow[];
  accounting: Accounting;
}

export interface Light {
  word: string;
  says: string;
  tone: Tone;
  /** Larger is worse. */
  harm: number;
}

const MANY_OPEN = 1_000;

/** The technical light: is everything that was accepted being carried out? */
export function technical(flow: WallFlow): Light {
  const { counts } = flow;
  if (counts.indeterminate > 0)
    return light("Unresolved", "Calls whose answer was lost wait for a person.", "unsure", 4);
  if (counts.dead > 0)
    return light("Stopped", "Dead letters wait for their cause to be mended.", "bad", 3);
  if (flow.state === "paused")
    return light("Paused", "Messages are refused until the flow is resumed.", "waiting", 2);
  if (counts.open > MANY_OPEN)
    return light("Behind", "The queue is longer than usual.", "retrying", 1);
  if (flow.state === "draft")
    return light("Not live", "No version is published yet.", "neutral", 0);
  return light("Well", "Nothing waits for a person.", "good", 0);
}

const light = (word: string, says: string, tone: Tone, harm: number): Light => ({
  word,
  says,
  tone,
  harm,
});

/** The most harmed first; among equals those with more waiting, then by name. */
export function byHarm(a: WallFlow, b: WallFlow): number {
  const waiting = (flow: WallFlow) => flow.counts.dead + flow.counts.indeterminate;
  return (
    technical(b).harm - technical(a).harm || waiting(b) - waiting(a) || a.name.localeCompare(b.name)
  );
}
