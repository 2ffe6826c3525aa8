import type { EditorView } from "@codemirror/view";
import { ActionIcon, Button, Modal } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { samplesQuery, versionQuery } from "@/api/resources/flows";
import type { Flow, Json, Sample } from "@/api/types";
import { useDefinition, useDesigner } from "@/features/designer/context";
import { updateStep } from "@/features/designer/model/edit";
import type { Saving } from "@/features/designer/save/useDraft";
import type { ExpressionPlace } from "@/features/designer/useWorkbench";
import { nameOf, stepOf } from "@/features/graph/model";
import { CodeEditor, insertAtCursor } from "@/ui/editor/CodeEditor";
import { fieldNames, isObject, type JsonPath } from "@/ui/json";
import { EmptyState } from "@/ui/states";
import { InputPane } from "./InputPane";
import { toJsonata, valueAt, withValueAt } from "./paths";
import { ResultPane } from "./ResultPane";
import { SampleStrip } from "./SampleStrip";
import { withMessage } from "./scope";
import { useBindings, useBindingsOf } from "./useBindings";
import { useImpact } from "./useImpact";
import { usePreview } from "./usePreview";
import classes from "./Workbench.module.css";

interface Props {
  flow: Flow;
  place: ExpressionPlace;
  saving: Saving;
  onClose: () => void;
}

/** Input, expression and live result side by side, and below them what changes for real messages. */
export default function Workbench(props: Props) {
  return (
    <Modal.Root opened onClose={props.onClose} fullScreen trapFocus closeOnEscape={false}>
      <Modal.Content aria-label="Mapping workbench" className={classes.modal}>
        <Modal.Body className={classes.frame}>
          <Content key={`${props.place.step}.${props.place.path}`} {...props} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

const MOST_SAMPLES = 12;
const NO_SAMPLES: Sample[] = [];

function Content({ flow, place, saving, onClose }: Props) {
  const { store, kinds, readOnly } = useDesigner();
  const definition = useDefinition();
  const step = stepOf(definition, place.step);
  const found = valueAt(step?.config, place.path);
  const expression = typeof found === "string" ? found : "";

  const recent = useQuery({ ...samplesQuery(flow.slug, place.step, MOST_SAMPLES), retry: false });
  const samples = useMemo(() => withMessage(recent.data ?? NO_SAMPLES), [recent.data]);
  const [picked, setPicked] = useState<string | null>(null);
  const [pasted, setPasted] = useState<Json | undefined>(undefined);
  const sample =
    pasted === undefined
      ? (samples.find((one) => one.execution === picked) ?? samples[0] ?? null)
      : null;
  const input = pasted === undefined ? (sample?.input as Json | undefined) : pasted;

  const scope = { flow: flow.slug, definition, step: place.step };
  const bindings = useBindings({ ...scope, expression }, sample, input ?? null);
  const bindingsOf = useBindingsOf(scope);
  const preview = usePreview(expression, input, bindings);
  const published = usePublished(flow, place);
  const impact = useImpact(expression, published, samples, bindingsOf);
  const names = useMemo(() => fieldNames(input), [input]);
  const faults = useMemo(() => (preview.fault ? [preview.fault] : []), [preview.fault]);

  const editor = useRef<EditorView | null>(null);
  const insert = useCallback((path: JsonPath) => {
    if (editor.current) insertAtCursor(editor.current, toJsonata(path));
  }, []);
  const change = (text: string) => {
    const { history, change: commit } = store.getState();
    const current = stepOf(history.present, place.step);
    const config = withValueAt(current?.config, place.path, text);
    if (!isObject(config)) return;
    commit(
      updateStep(history.present, place.step, { config }, kinds),
      `${place.step}.${place.path}`,
    );
  };

  if (!step) {
    return (
      <EmptyState
        title="There is no such step in the draft"
        actions={<Button onClick={onClose}>Back to the graph</Button>}
      />
    );
  }
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>{nameOf(definition, place.step)}</h2>
        <span className={classes.where}>{placeName(place.path)}</span>
        <span className={classes.space} />
        <span className={classes.state} role="status">
          {readOnly ? "Read only" : saving.dirty ? "● Unsaved changes" : "✓ Saved"}
        </span>
        {!readOnly && (
          <Button
            size="xs"
            variant="default"
            onClick={saving.save}
            loading={saving.busy}
            disabled={!saving.dirty}
          >
            Save
          </Button>
        )}
        <Button size="xs" onClick={onClose}>
          Done
        </Button>
        <ActionIcon aria-label="Close the workbench" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <div className={classes.panes}>
        <InputPane
          samples={samples}
          error={recent.error}
          sample={sample}
          input={input}
          pasted={pasted !== undefined}
          onPick={(execution) => {
            setPicked(execution);
            setPasted(undefined);
          }}
          onPaste={setPasted}
          onInsert={readOnly ? undefined : insert}
        />
        <section className={classes.pane} aria-label="Expression">
          <div className={classes.paneHead}>
            <h3>JSONata</h3>
            <span className={classes.engine}>
              {preview.working
                ? "working…"
                : preview.result && !preview.fault
                  ? `${preview.result.duration_ms.toFixed(1)} ms · ${preview.result.engine}`
                  : ""}
            </span>
          </div>
          <div className={classes.editor}>
            <CodeEditor
              language="jsonata"
              label="JSONata expression"
              value={expression}
              onChange={change}
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
          {preview.fault && (
            <p className={classes.fault} role="alert">
              {preview.fault.line
                ? `Line ${preview.fault.line}, column ${preview.fault.column ?? 1}: `
                : ""}
              {preview.fault.message} {preview.hint}
            </p>
          )}
        </section>
        <ResultPane place={place} preview={preview} input={input} />
      </div>
      <SampleStrip
        samples={samples}
        impact={impact}
        current={sample?.execution ?? null}
        version={published === null ? null : flow.live_version}
        onPick={(execution) => {
          setPicked(execution);
          setPasted(undefined);
        }}
      />
    </>
  );
}

/** "arguments.values.$expr" as "arguments · values"; the plain expression of a map needs no name. */
const placeName = (path: string) =>
  path === "expression" ? "" : path.replace(/\.\$expr$/, "").replaceAll(".", " · ");

/** The same expression in the live version; null where there is none yet. */
function usePublished(flow: Flow, place: ExpressionPlace): string | null {
  const live = useQuery({
    ...versionQuery(flow.slug, flow.live_version ?? 0),
    enabled: flow.live_version !== null,
  });
  const step = live.data ? stepOf(live.data.definition, place.step) : undefined;
  const found = valueAt(step?.config, place.path);
  return typeof found === "string" ? found : null;
}
