import { IconServer } from "@tabler/icons-react";
import classes from "./Environment.module.css";

/** Where one is, by name and colour, on every page. */
export function Environment({ name, label }: { name: string; label: string }) {
  return (
    <span className={classes.environment} data-name={name} title={`Environment: ${label}`}>
      <IconServer size={13} aria-hidden />
      {label}
    </span>
  );
}
