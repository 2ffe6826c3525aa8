/** The editors in the console's language; the tokens follow the light and the dark scheme. */

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { fontSize: "12.5px", backgroundColor: "var(--fl-surface)", color: "var(--fl-text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--fl-mono)", lineHeight: "20px" },
  ".cm-content": { caretColor: "var(--fl-accent)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--fl-accent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    {
      backgroundColor: "var(--fl-accent-soft)",
    },
  ".cm-gutters": {
    backgroundColor: "var(--fl-surface)",
    color: "var(--fl-text-dim)",
    border: "none",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--fl-text)" },
  ".cm-matchingBracket": { backgroundColor: "var(--fl-accent-soft) !important" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--fl-state-bad)",
    textUnderlineOffset: "3px",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--fl-raised)",
    color: "var(--fl-text)",
    border: "1px solid var(--fl-border)",
    borderRadius: "6px",
    boxShadow: "var(--fl-shadow)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--fl-accent-soft)",
    color: "var(--fl-text)",
  },
  ".cm-completionDetail": { color: "var(--fl-text-dim)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--fl-state-bad)" },
  ".cm-placeholder": { color: "var(--fl-text-dim)" },
});

const highlighting = HighlightStyle.define([
  { tag: tags.comment, color: "var(--fl-text-dim)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--fl-state-good)" },
  { tag: tags.number, color: "var(--fl-state-running)" },
  { tag: [tags.atom, tags.bool, tags.null], color: "var(--fl-state-waiting)" },
  { tag: tags.keyword, color: "var(--fl-state-unsure)", fontWeight: "600" },
  { tag: tags.standard(tags.variableName), color: "var(--fl-accent)" },
  { tag: tags.variableName, color: "var(--fl-state-retrying)" },
  { tag: tags.propertyName, color: "var(--fl-text)" },
  { tag: tags.operator, color: "var(--fl-text-dim)" },
]);

export const look = [theme, syntaxHighlighting(highlighting)];
