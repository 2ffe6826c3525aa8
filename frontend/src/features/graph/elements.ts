/** The flow document as the nodes and edges that React Flow draws. */

import { type Edge, MarkerType, type Node } from "@xyflow/react";
import type { FlowDefinition, Kind, Position } from "@/api/types";
import { positionsOf, sizeOf } from "./geometry";
import { ERROR, edgeId, OUT, portOf, TRIGGER, titleOf } from "./model";
import { type Port, portsOf } from "./ports";
import type { Kinds } from "./rules";

/** What an execution, or a validation, says about a node. */
export interface NodeMark {
  /** A status of `ui/status`, for runs. */
  status?: string;
  /** A short line under the name: attempts, duration. */
  note?: string;
  problems?: number;
}

/** Types, not interfaces: React Flow asks for an index signature. */
export type StepNodeData = {
  title: string;
  kindTitle: string;
  icon: string;
  trigger: boolean;
  ports: Port[];
  /** The person may draw edges. */
  editable: boolean;
  mark: NodeMark;
};

export type FlowEdgeData = {
  port: string;
  when: string | null;
  editable: boolean;
  /** For runs: the edge was taken, or not. */
  taken: boolean | null;
  /** A step held over the edge would go into it. */
  target: boolean;
  /** Leads to another row: at which height it goes back. */
  bend?: number;
};

export type StepNode = Node<StepNodeData, "step">;
export type FlowEdge = Edge<FlowEdgeData, "flow">;

export interface View {
  kinds: Kinds;
  triggers: ReadonlyMap<string, Kind>;
  editable: boolean;
  selected: ReadonlySet<string>;
  marks?: ReadonlyMap<string, NodeMark>;
  /** Positions while nodes are being dragged. */
  moving?: ReadonlyMap<string, Position>;
  taken?: (edge: string) => boolean | null;
  dropEdge?: string | null;
  /** Heights of edges that lead to another row, by their ids. */
  bends?: ReadonlyMap<string, number>;
}

export function toNodes(definition: FlowDefinition, view: View): StepNode[] {
  const positions = positionsOf(definition);
  const place = (id: string) => view.moving?.get(id) ?? positions.get(id) ?? { x: 0, y: 0 };
  const trigger = view.triggers.get(definition.trigger.kind);
  const first = node(TRIGGER, place(TRIGGER), sizeOf(undefined, view.kinds), view, {
    title: trigger?.title ?? definition.trigger.kind,
    kindTitle: "Trigger",
    icon: trigger?.icon ?? "bolt",
    trigger: true,
    ports: [{ name: OUT, title: "Output" }],
  });
  const steps = definition.steps.map((step) => {
    const kind = view.kinds.get(step.kind);
    return node(step.id, place(step.id), sizeOf(step, view.kinds), view, {
      title: titleOf(step),
      kindTitle: kind?.title ?? step.kind,
      icon: kind?.icon ?? "",
      trigger: false,
      ports: portsOf(step, kind),
    });
  });
  return [first, ...steps];
}

function node(
  id: string,
  position: Position,
  size: { width: number; height: number },
  view: View,
  data: Omit<StepNodeData, "editable" | "mark">,
): StepNode {
  return {
    id,
    type: "step",
    position,
    ...size,
    measured: size,
    selected: view.selected.has(id),
    draggable: view.editable && id !== TRIGGER,
    deletable: view.editable && id !== TRIGGER,
    ariaLabel: `${data.kindTitle}: ${data.title}`,
    data: {
      ...data,
      editable: view.editable,
      mark: view.marks?.get(id) ?? {},
    },
  };
}

export function toEdges(definition: FlowDefinition, view: View): FlowEdge[] {
  return definition.edges.map((edge) => {
    const id = edgeId(edge);
    const port = portOf(edge);
    const taken = view.taken?.(id) ?? null;
    return {
      id,
      type: "flow",
      source: edge.from,
      target: edge.to,
      sourceHandle: port,
      targetHandle: "in",
      selected: view.selected.has(id),
      deletable: view.editable,
      focusable: view.editable,
      markerEnd: {
        type: MarkerType.ArrowClosed,
        width: 16,
        height: 16,
        color: arrowColour(port, taken),
      },
      ariaLabel: `Edge from ${edge.from} to ${edge.to}, output ${port}`,
      data: {
        port,
        when: edge.when ?? null,
        editable: view.editable,
        taken,
        target: view.dropEdge === id,
        bend: view.bends?.get(id),
      },
    };
  });
}

function arrowColour(port: string, taken: boolean | null): string {
  if (taken === false) return "var(--fl-border-strong)";
  if (port === ERROR) return "var(--fl-state-bad)";
  return taken ? "var(--fl-state-good)" : "var(--fl-border-strong)";
}
