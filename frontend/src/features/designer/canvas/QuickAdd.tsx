import { Modal } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import type { Kind, Position } from "@/api/types";
import { anchors, NODE_HEIGHT, NODE_WIDTH } from "@/features/graph/geometry";
import { iconOf } from "@/features/graph/icons";
import { useDesigner } from "../context";
import { addStep, connect, insertOnEdge } from "../model/edit";
import { grouped } from "../paletteGroups";
import { useAdd } from "../useAdd";
import { focusNode } from "./focus";
import classes from "./QuickAdd.module.css";

/** Where the step to be chosen shall go: into an edge, to the end of a line let go at a place, or
 * behind a node (null: behind the selected one). */
export type Adding =
  | { edge: string }
  | { from: string; port: string; at: Position }
  | { after: string | null };

interface Props {
  adding: Adding | null;
  onClose: () => void;
}

/** A small palette in a dialog: type, arrow keys, Enter. */
export function QuickAdd({ adding, onClose }: Props) {
  return (
    <Modal opened={adding !== null} onClose={onClose} title="Add a step" size="sm">
      {adding && <Choices adding={adding} onClose={onClose} />}
    </Modal>
  );
}

function Choices({ adding, onClose }: { adding: Adding; onClose: () => void }) {
  const { kinds, store } = useDesigner();
  const addBehind = useAdd();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const found = grouped([...kinds.values()], typed).flatMap((group) => group.kinds);
  const chosen = Math.min(at, found.length - 1);

  const add = (kind: Kind | undefined) => {
    if (!kind) return;
    if ("after" in adding) {
      addBehind(kind, adding.after);
      return onClose();
    }
    const { history, change, select, open } = store.getState();
    const wished = placeFor(adding, anchors(history.present, kinds));
    const [added, id] = addStep(history.present, kind, wished);
    const next =
      "edge" in adding
        ? insertOnEdge(added, adding.edge, id, kinds)
        : connect(added, { from: adding.from, port: adding.port, to: id }, kinds);
    change(next);
    select([id]);
    open({ kind: "node", id });
    focusNode(id);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") add(found[chosen]);
    else if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        data-autofocus
        className={classes.input}
        role="combobox"
        aria-expanded
        aria-controls="quick-add"
        aria-activedescendant={found[chosen] ? `quick-add-${chosen}` : undefined}
        aria-label="Kind of step"
        placeholder="Type the name of a step"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="quick-add" role="listbox" aria-label="Kinds of steps" className={classes.list}>
        {found.map((kind, index) => {
          const Icon = iconOf(kind.icon);
          return (
            <div
              key={kind.kind}
              id={`quick-add-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className={classes.kind}
              onMouseMove={() => setAt(index)}
              onClick={() => add(kind)}
              onKeyDown={onKeyDown}
            >
              <Icon size={18} stroke={1.75} aria-hidden />
              <span className={classes.title}>{kind.title}</span>
              <span className={classes.description}>{kind.description}</span>
            </div>
          );
        })}
      </div>
    </>
  );
}

function placeFor(
  adding: Exclude<Adding, { after: unknown }>,
  edges: ReturnType<typeof anchors>,
): Position {
  if (!("edge" in adding)) return { x: adding.at.x, y: adding.at.y - NODE_HEIGHT / 2 };
  const edge = edges.find((one) => one.id === adding.edge);
  if (!edge) return { x: 0, y: 0 };
  return {
    x: (edge.from.x + edge.to.x) / 2 - NODE_WIDTH / 2,
    y: (edge.from.y + edge.to.y) / 2 - NODE_HEIGHT / 2,
  };
}
