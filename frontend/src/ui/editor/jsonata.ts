/** JSONata for CodeMirror: a small tokenizer, its brackets and comments, and completions. */

import {
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from "@codemirror/autocomplete";
import { LanguageSupport, StreamLanguage, type StringStream } from "@codemirror/language";
import { FUNCTIONS } from "./functions";

export interface TokenState {
  /** Inside a comment, which may span lines. */
  comment: boolean;
}

const WORDS = new Set(["and", "or", "in", "function", "λ"]);
const ATOMS = new Set(["true", "false", "null"]);
const OPERATOR = /^(?::=|~>|\*\*|\?:|\?\?|!=|<=|>=|\.\.|[-+*/%=<>&|?:^@#.])/;

/** The kind of the token at the stream's place; always moves on. */
export function token(stream: StringStream, state: TokenState): string | null {
  if (state.comment) return comment(stream, state);
  if (stream.eatSpace()) return null;
  if (stream.match("/*")) {
    state.comment = true;
    return comment(stream, state);
  }
  const next = stream.peek();
  if (next === '"' || next === "'") return text(stream, next);
  if (next === "`") return quotedName(stream);
  if (stream.match(/^\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/)) return "number";
  if (stream.match(/^\$\$?[\p{L}_][\p{L}\d_]*/u)) {
    return FUNCTIONS.has(stream.current()) ? "variableName.standard" : "variableName";
  }
  if (stream.match(/^\$\$?/)) return "variableName";
  if (stream.match(/^[\p{L}_][\p{L}\d_]*/u)) return word(stream.current());
  if (stream.match(OPERATOR)) return "operator";
  stream.next();
  return "punctuation";
}

function comment(stream: StringStream, state: TokenState): string {
  if (stream.match(/^.*?\*\//)) state.comment = false;
  else stream.skipToEnd();
  return "comment";
}

function text(stream: StringStream, quote: string): string {
  stream.next();
  for (let char = stream.next(); char; char = stream.next()) {
    if (char === "\\") stream.next();
    else if (char === quote) break;
  }
  return "string";
}

function quotedName(stream: StringStream): string {
  stream.next();
  if (!stream.skipTo("`")) stream.skipToEnd();
  else stream.next();
  return "propertyName";
}

function word(name: string): string {
  if (WORDS.has(name)) return "keyword";
  return ATOMS.has(name) ? "atom" : "propertyName";
}

const language = StreamLanguage.define<TokenState>({
  name: "jsonata",
  startState: () => ({ comment: false }),
  copyState: (state) => ({ ...state }),
  token,
  languageData: {
    commentTokens: { block: { open: "/*", close: "*/" } },
    closeBrackets: { brackets: ["(", "[", "{", '"', "'", "`"] },
    indentOnInput: /^\s*[)\]}]$/,
  },
});

const BOUND = [
  ["$steps", "Output of earlier steps, by step id"],
  ["$document", "The document that started the execution"],
  ["$trigger", "kind, received_at, content_type, headers"],
  ["$execution", "id, flow"],
  ["$item", "The item, inside a for-each"],
  ["$index", "Its place in the list, inside a for-each"],
];

const OPTIONS = [
  ...[...FUNCTIONS].map(([name, signature]) =>
    snippetCompletion(`${name}(\${})`, { label: name, type: "function", detail: signature }),
  ),
  ...BOUND.map(([label = "", info]) => ({ label, type: "variable", info })),
];

/** Completes functions and bound variables; `names` are the fields of the input at hand. */
export function complete(names: () => readonly string[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const variable = context.matchBefore(/\$\w*/);
    if (variable) return { from: variable.from, options: OPTIONS, validFor: /^\$\w*$/ };
    const name = context.matchBefore(/[\p{L}_][\p{L}\d_]*/u);
    if (!name && !context.explicit) return null;
    const options = names().map((label) => ({ label: quoted(label), type: "property" }));
    return options.length > 0
      ? { from: name?.from ?? context.pos, options, validFor: /^[\p{L}\d_]*$/u }
      : null;
  };
}

/** A field's name as JSONata wants it: in backticks unless it is a plain word. */
export const quoted = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !WORDS.has(name) && !ATOMS.has(name)
    ? name
    : `\`${name}\``;

export function jsonata(names: () => readonly string[] = () => []): LanguageSupport {
  return new LanguageSupport(language, language.data.of({ autocomplete: complete(names) }));
}
