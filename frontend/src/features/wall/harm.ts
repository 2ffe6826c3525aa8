/** How a flow stands, in words, and which flow needs eyes first. */

import type { Accounting, FlowCounts, FlowState } from "@/api/types";
import { restReason } from "@/features/connections/health";
import type { Tone } from "@/ui/status";
import { clockTime, count, countOf, duration } from "@/ui/time";

/** A target of the flow's live version that does not answer, or refuses Fairlead. */
export interface Target {
  slug: string;
  name: string;
  health: "failing" | "refused";
  message: string;
  since: string | null;
}

/** A target of the flow's live version that is left alone for a while. */
export interface Resting {
  slug: string;
  name: string;
  reason: "asked" | "failing";
  until: string;
}

/** The facts behind the technical light. */
export interface Signs {
  /** Those that nobody has laid aside. */
  dead_letters: number;
  /** Of the newest of them. */
  cause: string | null;
  /** How the newest executions ended. */
  recent: { ended: number; dead: number };
  /** Since when due work waits; null where it is taken up at once. */
  waiting_since: string | null;
  /** No worker is there to take it up. */
  unattended: boolean;
  /** So many wait since a restore until a person lets them go. */
  held: number;
  /** Records of its batches that failed and were not run again. */
  failed_records: number;
  targets: Target[];
  resting: Resting[];
}

export interface WallFlow {
  slug: string;
  name: string;
  state: FlowState;
  counts: FlowCounts;
  /** Those that wait for a person; told by the API, and by the live channel among the signs. */
  dead_letters?: number;
  /** Of its newest execution; told by the live channel alone. */
  last_at?: string | null;
  /** Told by the live channel alone. */
  signs?: Signs;
}

export interface WallData {
  flows: WallFlow[];
  accounting: Accounting;
}

export interface Light {
  word: string;
  /** Why, in one line; empty where there is nothing to say. */
  says: string;
  tone: Tone;
  /** Larger is worse. */
  harm: number;
  /** Where a person can do something about it. */
  ways: readonly Way[];
}

export interface Way {
  to: string;
  words: string;
}

/** So many messages in a row must have died to say that all do. */
const ENOUGH = 5;

/** The technical light: is what was accepted carried out? Exact about what is known. */
export function technical(flow: WallFlow, now: Date): Light {
  const { signs, state } = flow;
  if (state === "draft") return light("Not live", "No version is published yet.", "neutral", 0);
  if (!signs)
    return light("Not known", "The live connection, which tells it, is away.", "neutral", 0);
  if (state === "paused") return paused(flow);
  const stands =
    notWorking(flow, signs, now) ??
    held(flow, signs) ??
    troubled(flow, signs) ??
    behind(flow, signs, now) ??
    light("Works", "", "good", 0);
  return resting(stands, signs, now);
}

/** Whatever else is to be said, a target that is left alone is named. */
function resting(stands: Light, signs: Signs, now: Date): Light {
  const rest = signs.resting.find(({ until }) => Date.parse(until) > now.getTime());
  if (!rest) return stands;
  const until = clockTime(new Date(rest.until), now);
  const says = `${rest.name} rests until ${until} — ${restReason(rest.reason)}.`;
  if (stands.harm > 0) return { ...stands, says: `${stands.says} ${says}`.trim() };
  const way = { to: `/connections/${rest.slug}`, words: rest.name };
  return light("Works, a target rests", says, "waiting", 1, [way]);
}

function paused(flow: WallFlow): Light {
  const open = flow.counts.open > 0 ? ` ${count(flow.counts.open)} are still open.` : "";
  const says = `New messages are refused until it is resumed.${open}`;
  return light("Paused", says, "waiting", 2, lettersOf(flow));
}

/** Nothing gets through. */
function notWorking(flow: WallFlow, signs: Signs, now: Date): Light | null {
  const bad = (says: string, harm: number, ...ways: Way[]) =>
    light("Not working", says, "bad", harm, [...lettersOf(flow), ...ways]);
  const target = signs.targets[0];
  if (target) {
    const way = { to: `/connections/${target.slug}`, words: `Look at ${target.name}` };
    return bad(wordsOf(target, now), 8, way);
  }
  if (signs.unattended)
    return bad(`No worker takes up messages: ${count(flow.counts.open)} wait.`, 7);
  const { ended, dead } = signs.recent;
  if (ended >= ENOUGH && dead === ended && signs.dead_letters > 0)
    return bad(`The last ${count(dead)} messages all failed: ${signs.cause}`, 6);
  return null;
}

function wordsOf({ name, health, message, since }: Target, now: Date): string {
  if (health === "refused") return `${name} refuses Fairlead: ${message}`;
  return `${name} has not answered${since ? ` for ${lasting(since, now)}` : ""}.`;
}

/** A restore stopped what was open, and nothing of it goes on by itself. */
function held({ slug }: WallFlow, signs: Signs): Light | null {
  if (signs.held === 0) return null;
  const says = "Open when the backup was made: a person looks at the target and lets them go.";
  const way = { to: `/executions?flow=${slug}&status=waiting`, words: "Look at them" };
  return light(`${count(signs.held)} held since a restore`, says, "waiting", 5, [way]);
}

/** It works, and some messages wait for a person. */
function troubled(flow: WallFlow, signs: Signs): Light | null {
  const unsure = flow.counts.indeterminate;
  const letters = lettersOf(flow);
  if (unsure > 0) {
    const says = "The answer to a call was lost: a person must say whether it arrived.";
    const way = { to: `/executions?flow=${flow.slug}&status=indeterminate`, words: "Resolve" };
    return light(`Works, ${count(unsure)} unresolved`, says, "unsure", 5, [way, ...letters]);
  }
  if (signs.dead_letters === 0) return recordsFailed(flow, signs);
  const word = `Works, ${countOf(signs.dead_letters, "message")} failed`;
  return light(word, signs.cause ?? "", "retrying", 4, letters);
}

/** Its batches succeeded, though not with every record. */
function recordsFailed(flow: WallFlow, signs: Signs): Light | null {
  if (!signs.failed_records) return null;
  const word = `Works, ${countOf(signs.failed_records, "record")} failed`;
  const says = "Batches went on without them: look at why, and redrive them.";
  const way = { to: `/dead-letters?flow=${flow.slug}`, words: "Failed records" };
  return light(word, says, "retrying", 4, [way]);
}

function behind(flow: WallFlow, signs: Signs, now: Date): Light | null {
  if (!signs.waiting_since) return null;
  const since = lasting(signs.waiting_since, now);
  const says = `${count(flow.counts.open)} are open; the oldest has been due for ${since}.`;
  return light("Behind", says, "retrying", 3);
}

/** The dead letters that wait for a person: neither discarded nor replayed. */
export const openLetters = ({ signs, dead_letters }: WallFlow): number =>
  signs?.dead_letters ?? dead_letters ?? 0;

function lettersOf(flow: WallFlow): Way[] {
  const letters = openLetters(flow);
  if (letters === 0) return [];
  return [{ to: `/dead-letters?flow=${flow.slug}`, words: countOf(letters, "dead letter") }];
}

const lasting = (since: string, now: Date) =>
  duration(Math.max(0, now.getTime() - Date.parse(since)));

const light = (
  word: string,
  says: string,
  tone: Tone,
  harm: number,
  ways: readonly Way[] = [],
): Light => ({ word, says, tone, harm, ways });

/** The most harmed first; among equals those with more waiting, then by name. */
export function byHarm(now: Date) {
  const waiting = (flow: WallFlow) => flow.counts.indeterminate + openLetters(flow);
  return (a: WallFlow, b: WallFlow): number =>
    technical(b, now).harm - technical(a, now).harm ||
    waiting(b) - waiting(a) ||
    a.name.localeCompare(b.name);
}
