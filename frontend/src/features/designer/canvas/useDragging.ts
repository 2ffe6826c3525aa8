import { useMemo } from "react";
import type { Position } from "@/api/types";
import type { StepNode } from "@/features/graph/elements";
import { anchors, edgeNear, NODE_HEIGHT, NODE_WIDTH, snap } from "@/features/graph/geometry";
import { useDesigner } from "../context";
import { insertOnEdge, moveSteps } from "../model/edit";

/** Dragging nodes: they follow at once, and one change is made when they are dropped. A single
 * step without edges that is dropped onto an edge goes into it. */
export function useDragging() {
  const { store, kinds } = useDesigner();
  return useMemo(() => {
    const places = (nodes: StepNode[]) =>
      new Map<string, Position>(nodes.map((node) => [node.id, node.position]));

    const edgeUnder = (nodes: StepNode[]): string | null => {
      const [node] = nodes;
      const { present } = store.getState().history;
      if (nodes.length !== 1 || !node) return null;
      const loose = !present.edges.some((edge) => edge.from === node.id || edge.to === node.id);
      const { x, y } = node.position;
      return loose
        ? edgeNear(anchors(present, kinds), { x: x + NODE_WIDTH / 2, y: y + NODE_HEIGHT / 2 })
        : null;
    };

    const drag = (nodes: StepNode[]) => store.getState().drag(places(nodes), edgeUnder(nodes));

    const stop = (nodes: StepNode[]) => {
      const { history, change, drag: move, dropEdge } = store.getState();
      const moved = new Map([...places(nodes)].map(([id, place]) => [id, snap(place)]));
      const next = moveSteps(history.present, moved);
      const id = nodes[0]?.id;
      move(null);
      if (nodes.length > 0) {
        change(dropEdge && id ? insertOnEdge(next, dropEdge, id, kinds) : next);
      }
    };

    return {
      drag: (_: unknown, __: StepNode, nodes: StepNode[]) => drag(nodes),
      stop: (_: unknown, __: StepNode, nodes: StepNode[]) => stop(nodes),
      dragSelection: (_: unknown, nodes: StepNode[]) => drag(nodes),
      stopSelection: (_: unknown, nodes: StepNode[]) => stop(nodes),
    };
  }, [store, kinds]);
}
