import type { ReactNode } from "react";
import { iconOf } from "@/features/graph/icons";
import classes from "./panels.module.css";

interface Props {
  icon: string;
  title: string;
  subtitle?: ReactNode;
}

export function PanelHead({ icon, title, subtitle }: Props) {
  const Icon = iconOf(icon);
  return (
    <div className={classes.head}>
      <span className={classes.icon}>
        <Icon size={18} stroke={1.75} aria-hidden />
      </span>
      <div className={classes.titles}>
        <h2 className={classes.title}>{title}</h2>
        {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
      </div>
    </div>
  );
}
