import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { useEffect, useRef } from "react";
import classes from "./CodeEditor.module.css";
import { type Fault, toDiagnostic } from "./diagnostics";
import { jsonata } from "./jsonata";
import { look } from "./look";

export interface CodeEditorProps {
  value: string;
  onChange?: (value: string) => void;
  language: "jsonata" | "json";
  label: string;
  readOnly?: boolean;
  faults?: readonly Fault[];
  /** Names offered while typing: the fields of the input. */
  names?: readonly string[];
  lines?: boolean;
  placeholder?: string;
  minHeight?: number;
  maxHeight?: number;
  /** Fills the height of its parent. */
  fill?: boolean;
  /** Takes the focus when the dialog around it opens. */
  autoFocus?: boolean;
  /** Hands out the view, to insert text at the cursor. */
  onView?: (view: EditorView | null) => void;
}

/** A change that came from outside must not be reported as one the person made. */
const External = Annotation.define<boolean>();

export function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { value, language, label, readOnly, faults, autoFocus } = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is built once; what changes is dispatched below
  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    const editor = new EditorView({
      parent,
      state: EditorState.create({ doc: value, extensions: extensionsFor(latest) }),
    });
    view.current = editor;
    latest.current.onView?.(editor);
    return () => {
      latest.current.onView?.(null);
      view.current = null;
      editor.destroy();
    };
  }, [language]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: External.of(true),
    });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: access.reconfigure(accessFor(readOnly, label, autoFocus)) });
  }, [readOnly, label, autoFocus]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const found = (faults ?? []).map((fault) => toDiagnostic(editor.state.doc, fault));
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [faults]);

  return (
    <div
      ref={host}
      className={classes.editor}
      data-fill={props.fill || undefined}
      data-faulty={Boolean(faults?.length) || undefined}
      style={{
        ["--least" as string]: `${props.minHeight ?? 36}px`,
        ["--most" as string]: props.maxHeight ? `${props.maxHeight}px` : undefined,
      }}
    />
  );
}

const access = new Compartment();

function accessFor(
  readOnly: boolean | undefined,
  label: string,
  autoFocus: boolean | undefined,
): Extension {
  const focus: Record<string, string> = autoFocus ? { "data-autofocus": "true" } : {};
  return [
    EditorState.readOnly.of(Boolean(readOnly)),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-multiline": "true",
      tabindex: "0",
      ...focus,
    }),
  ];
}

function extensionsFor(props: { current: CodeEditorProps }): Extension[] {
  const { language, lines, label, readOnly, placeholder: hint } = props.current;
  return [
    lines ? lineNumbers() : [],
    history(),
    drawSelection(),
    indentUnit.of("  "),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false }),
    props.current.fill ? [] : EditorView.lineWrapping,
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...searchKeymap,
    ]),
    language === "json" ? json() : jsonata(() => props.current.names ?? []),
    hint ? placeholder(hint) : [],
    look,
    access.of(accessFor(readOnly, label, props.current.autoFocus)),
    EditorView.updateListener.of((update) => {
      const outside = update.transactions.some((one) => one.annotation(External));
      if (update.docChanged && !outside) props.current.onChange?.(update.state.doc.toString());
    }),
  ];
}

/** Puts text where the cursor is, and the cursor behind it. */
export function insertAtCursor(view: EditorView, text: string): void {
  view.dispatch(view.state.replaceSelection(text));
  view.focus();
}
