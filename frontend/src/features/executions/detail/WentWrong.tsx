import type { ErrorSummary, Where } from "@/api/types";
import type { Tone } from "@/ui/status";
import { clockTime } from "@/ui/time";
import classes from "./StepPanel.module.css";

interface Props {
  error: ErrorSummary;
  tone?: Tone;
  /** When it is tried again by itself. */
  again?: string | null;
}

/** An error as a person needs it: what, where, what to do, and its code for a search. */
export function WentWrong({ error, tone = "bad", again = null }: Props) {
  const where = (error.where ?? {}) as Where;
  const places = [
    where.path && `at ${where.path}`,
    where.line && `line ${where.line}`,
    where.column && `column ${where.column}`,
  ].filter(Boolean);
  return (
    <div className={classes.error} data-tone={tone} role="note">
      <p className={classes.what}>{error.message}</p>
      {places.length > 0 && <p>{places.join(", ")}</p>}
      {typeof error.hint === "string" && error.hint && <p>{error.hint}</p>}
      {again && (
        <p>
          {tone === "waiting" ? "It is made by itself, at" : "It is tried again by itself, at"}{" "}
          {clockTime(new Date(again))}.
        </p>
      )}
      <code>{error.code}</code>
    </div>
  );
}
