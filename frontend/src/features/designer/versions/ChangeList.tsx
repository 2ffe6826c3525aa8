import type { Change, FieldChange } from "../model/compare";
import { around, lineDifference } from "../model/lines";
import classes from "./versions.module.css";

const WORDS = { added: "Added", removed: "Removed", changed: "Changed" } as const;
const PARTS = { flow: "", step: "step", edge: "edge" } as const;

/** Each change with what it was and what it is; texts line by line. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className={classes.changes} aria-label="Differences">
      {changes.map((change) => (
        <li key={`${change.part}:${change.id}`} className={classes.change}>
          <p className={classes.changeTitle}>
            <span className={classes.what} data-what={change.what}>
              {WORDS[change.what]}
            </span>{" "}
            {PARTS[change.part]} <strong>{change.title}</strong>
            {change.part === "step" && <code className={classes.changeId}>{change.id}</code>}
          </p>
          {change.fields.map((field) => (
            <Field key={field.path} field={field} />
          ))}
        </li>
      ))}
    </ul>
  );
}

function Field({ field }: { field: FieldChange }) {
  const lines = around(lineDifference(field.before, field.after));
  return (
    <div className={classes.field}>
      <p className={classes.fieldName}>{field.path}</p>
      <pre className={classes.diff}>
        {lines.map((line, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
            key={index}
            className={classes.diffLine}
            data-mark={line?.mark ?? "…"}
          >
            <span className={classes.sign}>{line?.mark ?? "…"}</span>
            {line?.text}
          </div>
        ))}
      </pre>
    </div>
  );
}
