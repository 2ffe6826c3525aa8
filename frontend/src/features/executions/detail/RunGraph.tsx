import { useMemo } from "react";
import type { ExecutionStep, FlowDefinition } from "@/api/types";
import type { NodeMark } from "@/features/graph/elements";
import { FlowGraph } from "@/features/graph/FlowGraph";
import { edgeId, portOf, TRIGGER } from "@/features/graph/model";
import { duration } from "@/ui/time";
import { type StepState, stateOf, taken } from "./graph";
import classes from "./RunGraph.module.css";

interface Props {
  definition: FlowDefinition;
  steps: readonly ExecutionStep[];
  selected: string | null;
  onSelect: (step: string) => void;
}

/** The states as the status badges call them. */
const STATUS: Record<StepState, string> = {
  succeeded: "succeeded",
  failed: "dead",
  running: "running",
  retrying: "retrying",
  waiting: "waiting",
  untouched: "skipped",
};

/** The flow as it was drawn, each step in the state this execution left it in. */
export function RunGraph({ definition, steps, selected, onSelect }: Props) {
  const marks = useMemo(() => marksOf(definition, steps), [definition, steps]);
  const went = useMemo(() => takenEdges(definition, steps), [definition, steps]);
  return (
    <div className={classes.canvas}>
      <FlowGraph
        definition={definition}
        marks={marks}
        taken={(edge) => went.has(edge)}
        selected={selected}
        onSelect={(node) => node && onSelect(node)}
        label="The flow's steps in the states of this execution"
      />
    </div>
  );
}

function marksOf(definition: FlowDefinition, steps: readonly ExecutionStep[]) {
  const marks = new Map<string, NodeMark>([[TRIGGER, { status: "succeeded" }]]);
  for (const { id } of definition.steps) {
    marks.set(id, { status: STATUS[stateOf(steps, id)], note: noteOf(steps, id) });
  }
  return marks;
}

function noteOf(steps: readonly ExecutionStep[], id: string): string | undefined {
  const attempts = steps.find((one) => one.step === id)?.attempts ?? [];
  const last = attempts[attempts.length - 1];
  if (!last) return undefined;
  const took = duration(last.duration_ms);
  return attempts.length > 1 ? `attempt ${attempts.length}, ${took}` : took;
}

function takenEdges(definition: FlowDefinition, steps: readonly ExecutionStep[]) {
  const edges = definition.edges.filter((edge) => taken(steps, edge.from, edge.to, portOf(edge)));
  return new Set(edges.map(edgeId));
}
