import { IconEyeOff } from "@tabler/icons-react";
import classes from "./Hidden.module.css";

/** Why there are dots where values should be. */
export function Hidden() {
  return (
    <p className={classes.hidden} role="note">
      <IconEyeOff size={16} aria-hidden />
      <span>
        <strong>What the message carried is hidden from you.</strong> You see its shape: each value
        is replaced by dots and its type. Those who hold the right to reveal this flow's payloads,
        and whoever sent the message, see the values; each look is written down. Ask an
        administrator for the right.
      </span>
    </p>
  );
}
