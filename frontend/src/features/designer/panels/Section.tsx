import type { ReactNode } from "react";
import classes from "./panels.module.css";

interface Props {
  title: string;
  /** Beside the title, so that a closed section says what is in it. */
  note?: ReactNode;
  open?: boolean;
  children: ReactNode;
}

export function Section({ title, note, open, children }: Props) {
  return (
    <details className={classes.section} open={open}>
      <summary>
        {title}
        {note && <span className={classes.summaryNote}>{note}</span>}
      </summary>
      <div className={classes.sectionBody}>{children}</div>
    </details>
  );
}
