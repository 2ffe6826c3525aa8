import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { ErrorSummary, ExecutionDetail, Where } from "@/api/types";
import { placeIn } from "@/features/graph/place";
import type { Tone } from "@/ui/status";
import { clockTime } from "@/ui/time";
import classes from "./StepPanel.module.css";

interface Props {
  error: ErrorSummary;
  /** Whose error it is. */
  execution: Pick<ExecutionDetail, "flow" | "definition">;
  tone?: Tone;
  /** When it is tried again by itself. */
  again?: string | null;
  /** What the person may do about it here. */
  actions?: ReactNode;
}

/** An error as a person needs it: what, where, what to do, and its code for a search. */
export function WentWrong({ error, execution, tone = "bad", again = null, actions }: Props) {
  const where = (error.where ?? {}) as Where;
  const place = placeIn(where, execution.definition);
  return (
    <div className={classes.error} data-tone={tone} role="note">
      <p className={classes.what}>{error.message}</p>
      {place && (
        <p>
          {place.words}
          {place.step && (
            <>
              {" · "}
              <Anchor
                component={Link}
                to={`/flows/${execution.flow}?step=${place.step}`}
                size="sm"
                underline="always"
              >
                Open the step in the draft
              </Anchor>
            </>
          )}
        </p>
      )}
      {typeof error.hint === "string" && error.hint && <p>{error.hint}</p>}
      {again && (
        <p>
          {tone === "waiting" ? "It is made by itself, at" : "It is tried again by itself, at"}{" "}
          {clockTime(new Date(again))}.
        </p>
      )}
      <code>{error.code}</code>
      {actions}
    </div>
  );
}
