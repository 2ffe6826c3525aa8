import type { ReactNode } from "react";
import classes from "./TwoLines.module.css";

/** A longer text in a row of a table; `title` is all of it. */
export function TwoLines({ title, children }: { title: string; children: ReactNode }) {
  return (
    <span className={classes.two} title={title}>
      {children}
    </span>
  );
}
