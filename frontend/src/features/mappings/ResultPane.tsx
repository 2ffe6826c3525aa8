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
}

/** What the expression makes of the input; below it what the target asks for. */
export function ResultPane({ place, preview, input }: Props) {
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
          <p className={classes.note}>
            {input === undefined
              ? "The result appears here as soon as there is a message to try."
              : "The result appears here as soon as the expression can be read."}
          </p>
        )}
      </div>
      <TargetFields place={place} result={fault ? undefined : result?.output} />
    </section>
  );
}
