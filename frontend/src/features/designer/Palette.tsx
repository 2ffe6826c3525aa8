import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import type { Kind } from "@/api/types";
import { iconOf } from "@/features/graph/icons";
import { useDesigner } from "./context";
import classes from "./Palette.module.css";
import { grouped } from "./paletteGroups";
import { useAdd } from "./useAdd";

export const KIND_TYPE = "application/x-fairlead-kind";

/** The step kinds: drag one onto the canvas or an edge, or press Enter to add it behind the selected step. */
export function Palette() {
  const { kinds, readOnly } = useDesigner();
  const [typed, setTyped] = useState("");
  const add = useAdd();
  const groups = grouped([...kinds.values()], typed);
  const first = groups[0]?.kinds[0];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !first) return;
    event.preventDefault();
    add(first);
    setTyped("");
  };

  return (
    <aside className={classes.palette} aria-label="Palette of steps">
      <TextInput
        id="palette-search"
        aria-label="Search the palette"
        placeholder="Search steps (A)"
        leftSection={<IconSearch size={14} aria-hidden />}
        size="xs"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group.category}>
            <h2 className={classes.category}>{group.title}</h2>
            {group.kinds.map((kind) => (
              <Entry key={kind.kind} kind={kind} disabled={readOnly} onAdd={() => add(kind)} />
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className={classes.nothing}>No step is called that.</p>}
      </div>
    </aside>
  );
}

function Entry({ kind, disabled, onAdd }: { kind: Kind; disabled: boolean; onAdd: () => void }) {
  const Icon = iconOf(kind.icon);
  return (
    <button
      type="button"
      className={classes.entry}
      draggable={!disabled}
      disabled={disabled}
      title={kind.description}
      onDragStart={(event) => {
        event.dataTransfer.setData(KIND_TYPE, kind.kind);
        event.dataTransfer.effectAllowed = "copy";
      }}
      onDoubleClick={onAdd}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          onAdd();
        }
      }}
    >
      <Icon size={18} stroke={1.75} aria-hidden />
      <span>{kind.title}</span>
    </button>
  );
}
