import { StringStream } from "@codemirror/language";
import { Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { toDiagnostic } from "./diagnostics";
import { quoted, type TokenState, token } from "./jsonata";

function tokens(...lines: string[]): [string, string | null][] {
  const state: TokenState = { comment: false };
  return lines.flatMap((line) => {
    const stream = new StringStream(line, 2, 2);
    const found: [string, string | null][] = [];
    while (!stream.eol()) {
      const kind = token(stream, state);
      if (stream.current().trim()) found.push([stream.current(), kind]);
      stream.start = stream.pos;
    }
    return found;
  });
}

describe("JSONata in the editor", () => {
  it("tells names, functions, variables, words and literals apart", () => {
    expect(tokens("$sum(Order.`#text`) and $x = 'it''s'").map(([, kind]) => kind)).toEqual([
      "variableName.standard",
      "punctuation",
      "propertyName",
      "operator",
      "propertyName",
      "punctuation",
      "keyword",
      "variableName",
      "operator",
      "string",
      "string",
    ]);
    expect(tokens("1.5e3 null λ($v)")[0]).toEqual(["1.5e3", "number"]);
  });

  it("carries comments over lines", () => {
    expect(tokens("a /* one", "two */ b").map(([, kind]) => kind)).toEqual([
      "propertyName",
      "comment",
      "comment",
      "propertyName",
    ]);
  });

  it("always moves on, whatever is typed", () => {
    for (const text of ['"open', "`open", "/*", "$", "§ß…", "\\", "😀"]) {
      expect(
        tokens(text)
          .map(([part]) => part)
          .join(""),
      ).toBe(text);
    }
  });

  it("quotes names that are no plain words", () => {
    expect(["Order", "#text", "and", "a-b", "1st"].map(quoted)).toEqual([
      "Order",
      "`#text`",
      "`and`",
      "`a-b`",
      "`1st`",
    ]);
  });
});

describe("the mark of a fault", () => {
  const doc = Text.of(["{", '  "a": $sum(b', "}"]);

  it("covers the word at the line and column", () => {
    const mark = toDiagnostic(doc, { message: "m", line: 2, column: 8 });
    expect(doc.sliceString(mark.from, mark.to)).toBe("$sum");
  });

  it("stays inside the text, whatever the server says", () => {
    for (const [line, column] of [
      [99, 99],
      [2, 500],
      [1, 1],
      [3, 9],
      [0, 0],
    ] as const) {
      const mark = toDiagnostic(doc, { message: "m", line, column });
      expect(mark.from).toBeGreaterThanOrEqual(0);
      expect(mark.to).toBeLessThanOrEqual(doc.length);
      expect(mark.to).toBeGreaterThanOrEqual(mark.from);
    }
  });
});
