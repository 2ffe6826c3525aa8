import type { EditorView } from "@codemirror/view";
import { type RefObject, useMemo } from "react";
import type { Problem } from "@/api/types";
import { CodeEditor } from "@/ui/editor/CodeEditor";
import type { Fault } from "@/ui/editor/diagnostics";
import type { LivePreview } from "./usePreview";
import classes from "./Workbench.module.css";

interface Props {
  expression: string;
  onChange: (text: string) => void;
  readOnly: boolean;
  preview: LivePreview;
  /** What is wrong though the expression works. */
  slips: readonly Problem[];
  /** Names of the input, offered while typing. */
  names: readonly string[];
  editor: RefObject<EditorView | null>;
}

/** The expression; below it the fault of the text as it stood when it was last tried. */
export function ExpressionPane(props: Props) {
  const { expression, onChange, readOnly, preview, slips, names, editor } = props;
  const { fault } = preview;
  const faults = useMemo(
    () => (fault ? [fault] : slips.map((one) => ({ message: one.message, ...one.where }))),
    [fault, slips],
  );
  return (
    <section className={classes.pane} aria-label="Expression">
      <div className={classes.paneHead}>
        <h3>JSONata</h3>
        <span className={classes.engine}>{stateOf(preview)}</span>
      </div>
      <div className={classes.editor}>
        <CodeEditor
          language="jsonata"
          label="JSONata expression"
          value={expression}
          onChange={onChange}
          readOnly={readOnly}
          faults={faults}
          names={names}
          lines
          fill
          autoFocus
          placeholder="Click a name on the left, or type. $ is the whole input."
          onView={(view) => {
            editor.current = view;
          }}
        />
      </div>
      {faults.length > 0 && (
        <div className={classes.fault} role="alert">
          {fault ? (
            <Told fault={fault} hint={preview.hint} />
          ) : (
            slips.map((one) => (
              <Told
                key={`${one.where?.line}:${one.where?.column}`}
                fault={{ message: one.message, ...one.where }}
                hint={one.hint}
              />
            ))
          )}
        </div>
      )}
    </section>
  );
}

function Told({ fault, hint }: { fault: Fault; hint?: string | null }) {
  return (
    <p>
      {fault.line ? `Line ${fault.line}, column ${fault.column ?? 1}: ` : ""}
      {fault.message} {hint}
    </p>
  );
}

function stateOf({ working, fault, result }: LivePreview): string {
  if (working) return "working…";
  return result && !fault ? `${result.duration_ms.toFixed(1)} ms · ${result.engine}` : "";
}
