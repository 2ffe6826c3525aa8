import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./PageHeader.module.css";

interface Props {
  title: string;
  /** Beside the title: a state, a count. */
  aside?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page; it names the browser's tab too. */
export function PageHeader({ title, aside, description, actions }: Props) {
  useDocumentTitle(`${title} · Fairlead`);
  return (
    <div className={classes.header}>
      <div className={classes.words}>
        <div className={classes.line}>
          <h1 className={classes.title}>{title}</h1>
          {aside}
        </div>
        {description && <p className={classes.description}>{description}</p>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

/** The padded, scrolling body of an ordinary page. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>;
}
