import type { ExecutionDetail } from "@/api/types";
import { nameOf } from "@/features/graph/model";
import { BatchPanel } from "./BatchPanel";

/** The batch of the chosen step; nothing where the step is none. */
export function BatchOf({ execution, step }: { execution: ExecutionDetail; step: string }) {
  const batch = execution.batches.find((one) => one.step === step);
  if (!batch) return null;
  return (
    <BatchPanel
      key={step}
      execution={execution}
      name={nameOf(execution.definition, step)}
      progress={batch}
    />
  );
}
