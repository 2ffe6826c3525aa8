import { ActionIcon, Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowRight, IconPencil, IconTrash } from "@tabler/icons-react";
import { edgeId, nameOf, OUT, portOf } from "@/features/graph/model";
import { ConnectDialog } from "../canvas/ConnectDialog";
import { useCanvas, useDefinition, useDesigner } from "../context";
import { removeParts } from "../model/edit";
import classes from "./panels.module.css";
import { Section } from "./Section";

/** Where a node leads: each edge with its output, to open, to remove, and to draw a further one. */
export function Connections({ node }: { node: string }) {
  const { store, kinds, readOnly } = useDesigner();
  const definition = useDefinition();
  const open = useCanvas((state) => state.open);
  const [connecting, connect] = useDisclosure(false);
  const edges = definition.edges.filter((edge) => edge.from === node);
  const remove = (id: string) => {
    const { history, change } = store.getState();
    change(removeParts(history.present, new Set([id]), kinds));
  };
  return (
    <Section title="Leads to" note={edges.length === 0 ? "nothing" : String(edges.length)}>
      <ul className={classes.lines}>
        {edges.map((edge) => {
          const id = edgeId(edge);
          const name = nameOf(definition, edge.to);
          return (
            <li key={id} className={classes.line}>
              <IconArrowRight size={14} aria-hidden />
              <span>
                {name}
                {portOf(edge) !== OUT && <em className={classes.linePort}> · {portOf(edge)}</em>}
                {edge.when && <em className={classes.linePort}> · if {edge.when}</em>}
              </span>
              <ActionIcon
                size="sm"
                aria-label={`Open the edge to ${name}`}
                onClick={() => open({ kind: "edge", id })}
              >
                <IconPencil size={14} />
              </ActionIcon>
              {!readOnly && (
                <ActionIcon
                  size="sm"
                  aria-label={`Remove the edge to ${name}`}
                  onClick={() => remove(id)}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              )}
            </li>
          );
        })}
      </ul>
      {!readOnly && (
        <Button variant="default" size="xs" onClick={connect.open}>
          Connect to a step
        </Button>
      )}
      <ConnectDialog from={connecting ? node : null} onClose={connect.close} />
    </Section>
  );
}
