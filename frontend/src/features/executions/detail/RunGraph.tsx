import { useMemo } from "react";
import type { ExecutionDetail, ExecutionStep, FlowDefinition } from "@/api/types";
import type { NodeMark } from "@/features/graph/elements";
import { FlowGraph } from "@/features/graph/FlowGraph";
import { edgeId, portOf, TRIGGER } from "@/features/graph/model";
import { clockTime, duration } from "@/ui/time";
import { isHeldBack, lastMadeOf, madeOf, resolutionOf } from "./attempts";
import { isOver, STATUS_OF, stateOf, taken } from "./graph";

interface Props {
  execution: ExecutionDetail;
  selected: string | null;
  onSelect: (step: string) => void;
}

/** The flow as it was drawn, each step in the state this execution left it in. */
export function RunGraph({ execution, selected, onSelect }: Props) {
  const { definition, steps, status } = execution;
  const over = isOver(status);
  const marks = useMemo(() => marksOf(definition, steps, over), [definition, steps, over]);
  const went = useMemo(() => takenEdges(definition, steps), [definition, steps]);
  return (
    <FlowGraph
      definition={definition}
      marks={marks}
      taken={(edge) => went.has(edge) || (over ? false : null)}
      selected={selected}
      onSelect={(node) => node && onSelect(node)}
      fold
      label="The flow's steps in the states of this execution"
    />
  );
}

/** What no path leads to any more was skipped. */
function marksOf(definition: FlowDefinition, steps: readonly ExecutionStep[], over: boolean) {
  const marks = new Map<string, NodeMark>([[TRIGGER, { status: "succeeded" }]]);
  for (const { id } of definition.steps) {
    const state = stateOf(steps, id, over);
    if (state !== "untouched")
      marks.set(id, { status: STATUS_OF[state], note: noteOf(steps, id, over) });
    else if (over) marks.set(id, { status: "skipped" });
  }
  return marks;
}

function noteOf(steps: readonly ExecutionStep[], id: string, over: boolean): string | undefined {
  const step = steps.find((one) => one.step === id);
  const last = step?.attempts[step.attempts.length - 1];
  if (!step || !last) return undefined;
  if (isHeldBack(last) && last.resume_at && !over)
    return `held back until ${clockTime(new Date(last.resume_at))}`;
  const made = madeOf(step);
  if (made === 0) return "no call was made";
  if (resolutionOf(step, step.attempts.length - 1) !== null) return "resolved by a person";
  const took = duration(lastMadeOf(step)?.duration_ms ?? null);
  return made > 1 ? `attempt ${made}, ${took}` : took;
}

function takenEdges(definition: FlowDefinition, steps: readonly ExecutionStep[]) {
  const edges = definition.edges.filter((edge) => taken(steps, edge.from, edge.to, portOf(edge)));
  return new Set(edges.map(edgeId));
}
