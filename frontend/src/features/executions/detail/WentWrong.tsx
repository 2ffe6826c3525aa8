import type { ErrorSummary, Where } from "@/api/types";
import classes from "./StepPanel.module.css";

/** An error as a person needs it: what, where, what to do, and its code for a search. */
export function WentWrong({ error }: { error: ErrorSummary }) {
  const where = (error.where ?? {}) as Where;
  const places = [
    where.path && `at ${where.path}`,
    where.line && `line ${where.line}`,
    where.column && `column ${where.column}`,
  ].filter(Boolean);
  return (
    <div className={classes.error} role="note">
      <p className={classes.what}>{error.message}</p>
      {places.length > 0 && <p>{places.join(", ")}</p>}
      {typeof error.hint === "string" && error.hint && <p>{error.hint}</p>}
      <code>{error.code}</code>
    </div>
  );
}
