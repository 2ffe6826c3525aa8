import "@xyflow/react/dist/base.css";
import {
  Background,
  Controls,
  type Edge,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from "@xyflow/react";
import { memo, useMemo } from "react";
import type { ExecutionStep, FlowDefinition } from "@/api/types";
import { lookOf } from "@/ui/status";
import { placed, type StepState, stateOf, TRIGGER, taken } from "./graph";
import classes from "./RunGraph.module.css";

interface Props {
  definition: FlowDefinition;
  steps: readonly ExecutionStep[];
  selected: string | null;
  onSelect: (step: string) => void;
}

type RunNode = Node<{ title: string; kind: string; state: StepState }, "run">;

/** The flow as it was drawn, each step in the state this execution left it in. */
export function RunGraph({ definition, steps, selected, onSelect }: Props) {
  const nodes = useMemo(() => nodesOf(definition, steps, selected), [definition, steps, selected]);
  const edges = useMemo(() => edgesOf(definition, steps), [definition, steps]);
  return (
    <div className={classes.canvas}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodeClick={(_, node) => onSelect(node.id)}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        fitView
        fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
        minZoom={0.2}
        aria-label="The flow's steps and their states"
      >
        <Background gap={16} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

const WORDS: Record<StepState, string> = {
  succeeded: "succeeded",
  failed: "dead",
  running: "running",
  retrying: "retrying",
  waiting: "waiting",
  untouched: "skipped",
};

const RunStep = memo(function RunStep({ data, selected }: NodeProps<RunNode>) {
  const look = lookOf(WORDS[data.state]);
  const Icon = look.icon;
  const word = data.state === "untouched" ? "Not reached" : data.state;
  return (
    <div
      className={classes.node}
      data-tone={look.tone}
      data-state={data.state}
      data-selected={selected}
    >
      <Handle type="target" position={Position.Left} className={classes.handle} />
      <Icon size={16} aria-hidden className={classes.icon} />
      <span className={classes.words}>
        <span className={classes.title}>{data.title}</span>
        <span className={classes.kind}>
          {data.kind} · {word}
        </span>
      </span>
      <Handle type="source" position={Position.Right} className={classes.handle} />
    </div>
  );
});

const NODE_TYPES = { run: RunStep };

function nodesOf(
  definition: FlowDefinition,
  steps: readonly ExecutionStep[],
  selected: string | null,
): RunNode[] {
  const positions = placed(definition);
  const node = (id: string, title: string, kind: string, state: StepState): RunNode => ({
    id,
    type: "run",
    position: positions[id] ?? { x: 0, y: 0 },
    data: { title, kind, state },
    selected: id === selected,
    ariaLabel: `${title}, ${kind}, ${state}`,
  });
  return [
    node(TRIGGER, "Trigger", definition.trigger.kind, "succeeded"),
    ...definition.steps.map((step) =>
      node(step.id, step.name || step.id, step.kind, stateOf(steps, step.id)),
    ),
  ];
}

function edgesOf(definition: FlowDefinition, steps: readonly ExecutionStep[]): Edge[] {
  return definition.edges.map((edge) => {
    const port = edge.port ?? "out";
    const went = taken(steps, edge.from, edge.to, port);
    return {
      id: `${edge.from}.${port}.${edge.to}`,
      source: edge.from,
      target: edge.to,
      label: port === "out" ? undefined : port,
      className: went ? classes.taken : classes.quiet,
      animated: went && stateOf(steps, edge.to) === "running",
    };
  });
}
