import type { Accepted, Flow, FlowDefinition } from "@/api/types";
import { isObject } from "@/ui/json";

export interface FormProps {
  flow: Flow;
  definition: FlowDefinition;
  onStarted: (accepted: Accepted) => void;
  onClose: () => void;
}

/** Whether a batch of the flow reads the file that started it. */
export const takesFile = ({ steps }: FlowDefinition): boolean =>
  steps.some(
    ({ kind, config }) =>
      kind === "batch" && isObject(config?.source) && config.source.kind === "file",
  );

/** 1536 as "1.5 KB". */
export function sizeOf(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let size = bytes;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit += 1) size /= 1024;
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}
