/** What changes, in a sentence: how many parts, and which aspects of which. */

import { countOf } from "@/ui/time";
import type { Change, FieldChange } from "./compare";

/** "the mapping" of "Map order"; of nothing where the flow itself is meant. */
export interface Remark {
  aspect: string;
  of: string;
}

export interface Summary {
  /** "2 steps changed, 1 added", "1 edge removed" */
  counts: string[];
  remarks: Remark[];
  /** So many remarks are left out. */
  more: number;
}

const MOST = 4;
const KINDS = ["changed", "added", "removed"] as const;
const OF_STEPS: Record<string, string> = {
  arguments: "the arguments",
  cases: "the cases",
  connection: "the connection",
  do: "the chain",
  expression: "the mapping",
  items: "the items",
  operation: "the operation",
  schema: "the contract",
  until: "the moment",
};
const OF_FLOWS: Record<string, string> = {
  description: "the description",
  keys: "the keys",
  labels: "the labels",
  latency: "the latency",
  name: "the name",
  trigger: "the trigger",
};

export function summaryOf(changes: readonly Change[]): Summary {
  const remarks = changes.flatMap(remarksOf);
  return {
    counts: [countsOf(changes, "step"), countsOf(changes, "edge")].filter(Boolean),
    remarks: remarks.slice(0, MOST),
    more: Math.max(0, remarks.length - MOST),
  };
}

function countsOf(changes: readonly Change[], part: "step" | "edge"): string {
  const phrases = KINDS.flatMap((what) => {
    const found = changes.filter((one) => one.part === part && one.what === what).length;
    return found > 0 ? [{ found, what }] : [];
  });
  return phrases
    .map(({ found, what }, index) => `${index === 0 ? countOf(found, part) : found} ${what}`)
    .join(", ");
}

function remarksOf(change: Change): Remark[] {
  if (change.what !== "changed") return [];
  const of = change.part === "flow" ? "" : change.title;
  const aspects = new Set(change.fields.map((field) => ASPECTS[change.part](field)));
  return [...aspects].map((aspect) => ({ aspect, of }));
}

const ASPECTS: Record<Change["part"], (field: FieldChange) => string> = {
  flow: ({ at, path }) => {
    if (at[0] === "trigger" && at[2] === "schema") return "the contract of the trigger";
    return OF_FLOWS[String(at[0])] ?? `the ${path}`;
  },
  step: ({ at: [section, setting] }) => {
    if (section === "retry") return "the retry policy";
    if (section !== "config") return `the ${section}`;
    return OF_STEPS[String(setting)] ?? "the settings";
  },
  edge: () => "the condition",
};
