/** The place of a fault, as line and column, in the editor's offsets. */

import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";

/** A fault at a line and column, both from 1; without them it stands for the whole text. */
export interface Fault {
  message: string;
  line?: number | null;
  column?: number | null;
}

export function toDiagnostic(doc: Text, fault: Fault): Diagnostic {
  if (!fault.line) return { from: 0, to: doc.length, severity: "error", message: fault.message };
  const line = doc.line(Math.min(Math.max(fault.line, 1), doc.lines));
  const at = Math.min(line.from + Math.max((fault.column ?? 1) - 1, 0), line.to);
  const rest = doc.sliceString(at, line.to);
  const word = /^(?:[\p{L}\d_$]+|.)/u.exec(rest)?.[0].length ?? 0;
  const from = word === 0 && at > line.from ? at - 1 : at;
  return { from, to: at + word, severity: "error", message: fault.message };
}
