import { Button, Select } from "@mantine/core";
import { useState } from "react";
import type { Json, Sample } from "@/api/types";
import { CodeEditor } from "@/ui/editor/CodeEditor";
import { JsonView } from "@/ui/JsonView";
import type { JsonPath } from "@/ui/json";
import { ErrorState, LoadingRows } from "@/ui/states";
import { clockTime } from "@/ui/time";
import { keyOf, titleOfSample } from "./source";
import classes from "./Workbench.module.css";

interface Props {
  samples: readonly Sample[];
  /** The captured messages are still being read. */
  pending: boolean;
  error: unknown;
  sample: Sample | null;
  input: Json | undefined;
  pasted: boolean;
  /** The name of the step whose output stands for the input. */
  outputOf: string | null;
  onPick: (key: string | null) => void;
  onPaste: (input: Json | undefined) => void;
  onInsert?: (path: JsonPath) => void;
}

/** The message an expression is tried on: a captured one, or one pasted in. Names insert their path. */
export function InputPane(props: Props) {
  const { samples, pending, error, sample, input, pasted, outputOf } = props;
  const { onPick, onPaste, onInsert } = props;
  const [chosen, setEditing] = useState<boolean | null>(null);
  const nothing = samples.length === 0 && !pending && !error;
  // Where nothing was captured, a message to try is all that can be given.
  const editing = chosen ?? nothing;
  return (
    <section className={classes.pane} aria-label="Input">
      <div className={classes.paneHead}>
        <h3>Input</h3>
        <Select
          size="xs"
          flex={1}
          aria-label="Captured message"
          placeholder={placeholderOf(pasted, pending)}
          data={samples.map((one) => ({ value: keyOf(one), label: labelOf(one) }))}
          value={sample ? keyOf(sample) : null}
          allowDeselect={false}
          disabled={samples.length === 0}
          onChange={(key) => {
            setEditing(false);
            onPick(key);
          }}
        />
        {(!nothing || pasted) && (
          <Button size="compact-xs" variant="default" onClick={() => setEditing(!editing)}>
            {editing ? "Show" : "Paste"}
          </Button>
        )}
      </div>
      {editing && nothing && (
        <p className={classes.note}>
          No execution has reached this step yet. Write or paste a message to try the expression on,
          or send one to the flow.
        </p>
      )}
      {editing ? (
        <PasteField input={input} onPaste={onPaste} />
      ) : (
        <div className={classes.scroll}>
          {pending && <LoadingRows rows={12} />}
          {Boolean(error) && (
            <ErrorState error={error} title="The captured messages cannot be read" />
          )}
          {outputOf && sample && (
            <p className={classes.note}>
              No execution has met this step here yet. Shown is what “{outputOf}” gave.
            </p>
          )}
          {input !== undefined && (
            <JsonView value={input} depth={4} onPick={onInsert} label="Input message" />
          )}
        </div>
      )}
    </section>
  );
}

function placeholderOf(pasted: boolean, pending: boolean): string {
  if (pasted) return "Pasted message";
  return pending ? "Reading…" : "No captured message";
}

const labelOf = (sample: Sample) =>
  `${titleOfSample(sample)} · ${clockTime(new Date(sample.received_at))}`;

function PasteField({ input, onPaste }: Pick<Props, "input" | "onPaste">) {
  const [text, setText] = useState(() =>
    input === undefined ? "" : JSON.stringify(input, null, 2),
  );
  const [fault, setFault] = useState<string | null>(null);
  const change = (next: string) => {
    setText(next);
    try {
      onPaste(next.trim() === "" ? undefined : (JSON.parse(next) as Json));
      setFault(null);
    } catch {
      setFault("This is not JSON yet. The result below is of the last message that was.");
    }
  };
  return (
    <>
      <div className={classes.editor}>
        <CodeEditor
          language="json"
          label="Message as JSON"
          value={text}
          onChange={change}
          lines
          fill
          placeholder={'{"number": "PO-1"}'}
        />
      </div>
      {fault && (
        <p className={classes.fault} role="alert">
          {fault}
        </p>
      )}
    </>
  );
}
