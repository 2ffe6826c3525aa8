import type { EditorView } from "@codemirror/view";
import { Button, Modal } from "@mantine/core";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Flow, FlowDefinition, Json, Problem } from "@/api/types";
import { useDefinition, useDesigner, useProblems } from "@/features/designer/context";
import { updateStep } from "@/features/designer/model/edit";
import type { Saving } from "@/features/designer/save/useDraft";
import type { ExpressionPlace } from "@/features/designer/useWorkbench";
import { nameOf, stepOf } from "@/features/graph/model";
import { insertAtCursor } from "@/ui/editor/CodeEditor";
import { fieldNames, isObject, type JsonPath } from "@/ui/json";
import { EmptyState } from "@/ui/states";
import { ExpressionPane } from "./ExpressionPane";
import { InputPane } from "./InputPane";
import { toJsonata, valueAt, withValueAt } from "./paths";
import { ResultPane } from "./ResultPane";
import { SampleStrip } from "./SampleStrip";
import { slipsAt } from "./slips";
import { innerPlace, keyOf, stepIdOf } from "./source";
import { useBindings, useBindingsOf } from "./useBindings";
import { useImpact } from "./useImpact";
import { usePreview } from "./usePreview";
import { useLiveVersion, useSamples } from "./useSamples";
import classes from "./Workbench.module.css";
import { WorkbenchHead } from "./WorkbenchHead";

interface Props {
  flow: Flow;
  place: ExpressionPlace;
  saving: Saving;
  onClose: () => void;
}

/** Input, expression and live result side by side, and below them what changes for real messages. */
export function Workbench(props: Props) {
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

function Content({ flow, place, saving, onClose }: Props) {
  const { store, kinds, readOnly } = useDesigner();
  const definition = useDefinition();
  const step = stepOf(definition, place.step);
  const found = valueAt(step?.config, place.path);
  const expression = typeof found === "string" ? found : "";

  const captured = useSamples(flow.slug, definition, place, MOST_SAMPLES);
  const { samples, outputOf } = captured;
  const [picked, setPicked] = useState<string | null>(null);
  const [pasted, setPasted] = useState<Json | undefined>(undefined);
  const chosen = samples.find((one) => keyOf(one) === picked) ?? samples[0] ?? null;
  const sample = pasted === undefined ? chosen : null;
  const input = pasted === undefined ? sample?.input : pasted;
  const pick = (key: string | null) => {
    setPicked(key);
    setPasted(undefined);
  };

  const inner = innerPlace(place.path);
  const scope = { flow: flow.slug, definition, step: place.step, inner: inner !== null };
  const bindings = useBindings({ ...scope, expression }, sample, input ?? null);
  const bindingsOf = useBindingsOf(scope);
  const preview = usePreview(expression, input, bindings);
  const published = usePublished(flow.slug, place);
  const { compiles } = preview;
  const impact = useImpact(expression, published, compiles, samples, bindingsOf);
  const names = useMemo(() => fieldNames(input), [input]);

  const slips = useSlips(definition, place);

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
      <WorkbenchHead
        title={nameOf(definition, stepIdOf(definition, place))}
        where={placeName(inner?.path ?? place.path)}
        readOnly={readOnly}
        saving={saving}
        onClose={onClose}
      />
      <div className={classes.panes}>
        <InputPane
          samples={samples}
          pending={captured.pending}
          error={captured.error}
          sample={sample}
          input={input}
          pasted={pasted !== undefined}
          outputOf={outputOf && nameOf(definition, outputOf)}
          onPick={pick}
          onPaste={setPasted}
          onInsert={readOnly ? undefined : insert}
        />
        <ExpressionPane
          expression={expression}
          slips={slips}
          onChange={change}
          readOnly={readOnly}
          preview={preview}
          names={names}
          editor={editor}
        />
        <ResultPane place={place} preview={preview} input={input} pending={captured.pending} />
      </div>
      <SampleStrip
        samples={samples}
        pending={captured.pending}
        impact={impact}
        compiles={compiles}
        current={sample && keyOf(sample)}
        version={published === null ? null : flow.live_version}
        onPick={pick}
      />
    </>
  );
}

/** "arguments.values.$expr" as "arguments · values"; the plain expression of a map needs no name. */
const placeName = (path: string) =>
  path === "expression" ? "" : path.replace(/\.\$expr$/, "").replaceAll(".", " · ");

/** What the check of the draft says of variables in this expression, which no result shows. */
function useSlips(definition: FlowDefinition, place: ExpressionPlace): Problem[] {
  const problems = useProblems();
  return useMemo(() => slipsAt(problems, definition, place), [problems, definition, place]);
}

/** The same expression in the live version; null where there is none yet. */
function usePublished(slug: string, place: ExpressionPlace): string | null {
  const live = useLiveVersion(slug).definition;
  const found = live && valueAt(stepOf(live, place.step)?.config, place.path);
  return typeof found === "string" ? found : null;
}
