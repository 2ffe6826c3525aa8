/** The filter of the flow list. */

import type { Flow } from "@/api/types";

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

export const needsAttention = (flow: Flow): boolean =>
  flow.counts.dead + flow.counts.indeterminate > 0;

export function chosen(flows: readonly Flow[], { text, state }: FlowFilter): Flow[] {
  const wanted = text.trim().toLowerCase();
  return flows.filter((flow) => {
    const named = `${flow.name} ${flow.slug} ${flow.description}`.toLowerCase().includes(wanted);
    if (state === "problems") return named && needsAttention(flow);
    return named && (state === "" || flow.state === state);
  });
}
