import type { ReactNode } from "react";
import classes from "./Panel.module.css";

interface Props {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Leaves the content's edges to the content (tables, editors). */
  flush?: boolean;
}

/** A titled surface. */
export function Panel({ title, actions, children, flush }: Props) {
  return (
    <section className={classes.panel}>
      {(title || actions) && (
        <div className={classes.head}>
          <h2 className={classes.title}>{title}</h2>
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
      )}
      <div className={flush ? undefined : classes.content}>{children}</div>
    </section>
  );
}
