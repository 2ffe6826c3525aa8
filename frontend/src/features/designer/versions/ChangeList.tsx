import { type Icon, IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import type { Change } from "../model/compare";
import { TextDifference } from "./TextDifference";
import classes from "./versions.module.css";

const LOOKS: Record<Change["what"], { word: string; icon: Icon }> = {
  added: { word: "Added", icon: IconPlus },
  removed: { word: "Removed", icon: IconMinus },
  changed: { word: "Changed", icon: IconPencil },
};
const PARTS = { flow: "", step: "step", edge: "edge" } as const;

/** Each change with what it was and what it is; texts line by line. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className={classes.changes} aria-label="Differences">
      {changes.map((change) => (
        <li key={`${change.part}:${change.id}`} className={classes.change}>
          <Title change={change} />
          {change.fields.map((field) => (
            <div key={field.path} className={classes.field}>
              <p className={classes.fieldName}>{field.path}</p>
              <TextDifference before={field.before} after={field.after} />
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Title({ change }: { change: Change }) {
  const { word, icon: Icon } = LOOKS[change.what];
  return (
    <p className={classes.changeTitle}>
      <Icon size={14} stroke={2.5} aria-hidden className={classes.whatIcon} />
      <span className={classes.what} data-what={change.what}>
        {word}
      </span>{" "}
      {PARTS[change.part]} <strong>{change.title}</strong>
      {change.part === "step" && <code className={classes.changeId}>{change.id}</code>}
    </p>
  );
}
