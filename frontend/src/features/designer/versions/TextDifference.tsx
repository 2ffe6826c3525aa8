import { around, type Line, lineDifference } from "../model/lines";
import { type Span, spansOf } from "../model/spans";
import classes from "./versions.module.css";

/** Two texts as one, with a sign before each line that only one of them has. */
export function TextDifference({ before, after }: { before: string; after: string }) {
  const lines = around(lineDifference(before, after));
  const spans = spansOf(lines);
  return (
    <pre className={classes.diff}>
      {lines.map((line, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
          key={index}
          className={classes.diffLine}
          data-mark={line?.mark ?? "…"}
        >
          <span className={classes.sign}>{line?.mark ?? "…"}</span>
          {line && <Text line={line} span={spans.get(index)} />}
        </div>
      ))}
    </pre>
  );
}

function Text({ line: { text }, span }: { line: Line; span: Span | undefined }) {
  if (!span) return text;
  return (
    <>
      {text.slice(0, span.from)}
      {span.to > span.from && (
        <mark className={classes.within}>{text.slice(span.from, span.to)}</mark>
      )}
      {text.slice(span.to)}
    </>
  );
}
