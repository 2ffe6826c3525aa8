/** The filter of the flow list. The server filters; only "needs attention" is judged here. */

import type { FlowQuery } from "@/api/resources/flows";
import type { Flow, FlowState } from "@/api/types";

export interface FlowFilter {
  text: string;
  /** A state, "problems" for flows that need somebody, or empty for all. */
  state: string;
}

export const STATES = [
  { value: "", label: "All" },
  { value: "live", label: "Live" },
  { value: "draft", label: "Draft" },
  { value: "paused", label: "Paused" },
  { value: "problems", label: "Needs attention" },
];

const isState = (value: string): value is FlowState =>
  value === "live" || value === "draft" || value === "paused";

/** What of the filter the server is asked for. */
export function asked({ text, state }: FlowFilter): FlowQuery {
  const search = text.trim();
  return { ...(search ? { search } : {}), ...(isState(state) ? { state } : {}) };
}

export const needsAttention = (flow: Flow): boolean =>
  flow.dead_letters + flow.counts.indeterminate > 0;

export const shown = (flows: readonly Flow[], { state }: FlowFilter): Flow[] =>
  state === "problems" ? flows.filter(needsAttention) : [...flows];
