import type { Json } from "@/api/types";
import type { ExpressionPlace } from "@/features/designer/useWorkbench";
import { JsonView } from "@/ui/JsonView";
import { TargetFields } from "./TargetFields";
import type { LivePreview } from "./usePreview";
import classes from "./Workbench.module.css";

interface Props {
  place: ExpressionPlace;
  preview: LivePreview;
  input: Json | undefined;
  /** The captured messages are still being read. */
  pending: boolean;
}

/** What the expression makes of the input; below it what the target asks for. */
export function ResultPane({ place, preview, input, pending }: Props) {
  const { result, fault } = preview;
  return (
    <section className={classes.pane} aria-label="Result">
      <div className={classes.paneHead}>
        <h3>Result</h3>
        {fault && result && (
          <span className={classes.engine}>of the last expression that worked</span>
        )}
      </div>
      <div
        className={`${classes.scroll} ${fault && result ? classes.stale : ""}`}
        aria-live="polite"
      >
        {result ? (
          <JsonView value={result.output} depth={4} copy label="Result of the expression" />
        ) : (
          <p className={classes.note}>{whyNone(input, pending, preview)}</p>
        )}
      </div>
      <TargetFields place={place} result={fault ? undefined : result?.output} />
    </section>
  );
}

function whyNone(input: Json | undefined, pending: boolean, { working }: LivePreview): string {
  if (pending) return "Reading the captured messages…";
  if (input === undefined) return "The result appears here as soon as there is a message to try.";
  if (working) return "Working out the result…";
  return "The result appears here as soon as the expression can be read.";
}
