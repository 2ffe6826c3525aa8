import "@xyflow/react/dist/base.css";
import "./canvas.css";
import { Background, Controls, MiniMap, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { useMemo } from "react";
import type { FlowDefinition } from "@/api/types";
import { type NodeMark, toEdges, toNodes } from "./elements";
import { FlowEdge } from "./FlowEdge";
import { FOLD_PADDING } from "./fold";
import { StepNode } from "./StepNode";
import { useFitted } from "./useFitted";
import { useFold } from "./useFold";
import { useKinds } from "./useKinds";

export const NODE_TYPES = { step: StepNode };
export const EDGE_TYPES = { flow: FlowEdge };

interface Props {
  definition: FlowDefinition;
  /** By step id ("trigger" too): the status of a run, a note under the name. */
  marks?: ReadonlyMap<string, NodeMark>;
  /** For runs: whether an edge (id of `edgeId`) was taken; null where that is open. */
  taken?: (edge: string) => boolean | null;
  selected?: string | null;
  onSelect?: (node: string | null) => void;
  minimap?: boolean;
  /** In rows where it is long, so that it can be read; else as it was drawn. */
  fold?: boolean;
  label?: string;
}

const NONE: ReadonlySet<string> = new Set();

/** A flow's graph to look at: a published version, or a run in its states. Fills its parent. */
export function FlowGraph(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ definition: drawn, fold, marks, taken, selected, ...rest }: Props) {
  const { onSelect, minimap, label } = rest;
  const { kinds, triggers } = useKinds();
  const { definition, bends } = useFold(drawn, kinds, fold ?? false);
  const view = useMemo(
    () => ({
      kinds,
      triggers,
      editable: false,
      selected: selected ? new Set([selected]) : NONE,
      marks,
      taken,
      bends,
    }),
    [kinds, triggers, selected, marks, taken, bends],
  );
  useFitted(definition, kinds, selected ?? null);
  const nodes = useMemo(() => toNodes(definition, view), [definition, view]);
  const edges = useMemo(() => toEdges(definition, view), [definition, view]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      onNodeClick={(_, node) => onSelect?.(node.id)}
      onPaneClick={() => onSelect?.(null)}
      onNodesChange={(changes) => {
        for (const change of changes) {
          if (change.type === "select" && change.selected) onSelect?.(change.id);
        }
      }}
      minZoom={0.2}
      proOptions={{ hideAttribution: true }}
      aria-label={label ?? "Graph of the flow"}
    >
      <Background gap={20} size={1.5} />
      <Controls showInteractive={false} fitViewOptions={{ padding: FOLD_PADDING, maxZoom: 1 }} />
      {minimap && <MiniMap pannable zoomable ariaLabel="Overview of the graph" />}
    </ReactFlow>
  );
}
