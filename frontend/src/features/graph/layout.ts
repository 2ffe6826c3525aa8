/** Automatic layout: the graph as ELK reads it, and the places it answers. */

import type { ElkNode } from "elkjs/lib/elk-api";
import type { FlowDefinition, Position } from "@/api/types";
import { COLUMN, listedPorts, NODE_HEIGHT, NODE_WIDTH, outlet, sizeOf, snap } from "./geometry";
import { ERROR, edgeId, nodeIds, OUT, portOf, stepOf, TRIGGER } from "./model";
import type { Kinds } from "./rules";

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.layered.spacing.nodeNodeBetweenLayers": String(COLUMN - NODE_WIDTH),
  "elk.spacing.nodeNode": "48",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
};

const ORIGIN: Position = { x: 0, y: 0 };
const side = (name: "WEST" | "EAST" | "SOUTH") => ({ "elk.port.side": name });

export function toElk(definition: FlowDefinition, kinds: Kinds): ElkNode {
  return {
    id: "flow",
    layoutOptions: OPTIONS,
    children: nodeIds(definition).map((id) => {
      const step = stepOf(definition, id);
      const rows = step ? listedPorts(step, kinds) : [];
      return {
        id,
        ...sizeOf(step, kinds),
        layoutOptions: { "elk.portConstraints": "FIXED_POS" },
        ports: [
          { id: `${id}/in`, x: 0, y: NODE_HEIGHT / 2, layoutOptions: side("WEST") },
          ...[OUT, ...rows.map((port) => port.name), ERROR].map((name) => ({
            id: `${id}/${name}`,
            ...outlet(definition, id, name, ORIGIN, kinds),
            layoutOptions: side(name === ERROR ? "SOUTH" : "EAST"),
          })),
        ],
      };
    }),
    edges: definition.edges.map((edge) => ({
      id: edgeId(edge),
      sources: [`${edge.from}/${portOf(edge)}`],
      targets: [`${edge.to}/in`],
    })),
  };
}

/** The places of the steps; the trigger stands at the origin's column. */
export function fromElk(laidOut: ElkNode): Map<string, Position> {
  const children = laidOut.children ?? [];
  const trigger = children.find((node) => node.id === TRIGGER);
  const left = trigger?.x ?? 0;
  const top = trigger?.y ?? 0;
  return new Map(
    children
      .filter((node) => node.id !== TRIGGER)
      .map((node) => [node.id, snap({ x: (node.x ?? 0) - left, y: (node.y ?? 0) - top })]),
  );
}
