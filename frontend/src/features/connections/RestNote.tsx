import { IconZzz } from "@tabler/icons-react";
import type { Connection } from "@/api/types";
import { clockTime, exactTime } from "@/ui/time";
import { useNow } from "@/ui/useNow";
import classes from "./Connections.module.css";
import { restOf, restReason } from "./health";

/** Until when a connection is left alone, and why; nothing where it is not. */
export function RestNote({ connection }: { connection: Connection }) {
  const rest = restOf(connection, useNow());
  if (!rest) return null;
  const until = new Date(rest.until);
  return (
    <span className={classes.rest}>
      <IconZzz size={14} stroke={2} aria-hidden />
      <span>
        Rests until{" "}
        <time dateTime={rest.until} title={exactTime(until)}>
          {clockTime(until)}
        </time>{" "}
        — {restReason(rest.reason)}
      </span>
    </span>
  );
}
