import { IconHandStop } from "@tabler/icons-react";
import type { ExecutionDetail } from "@/api/types";
import classes from "./Hidden.module.css";

/** Why an execution does not go on by itself after a restore, and how it does. */
export function Held({ execution }: { execution: ExecutionDetail }) {
  const mayRelease = execution.permissions.includes("operate");
  return (
    <p className={classes.hidden} data-tone="waiting" role="note">
      <IconHandStop size={16} aria-hidden />
      <span>
        <strong>Held since a restore.</strong> It was open when the backup was made, and may have
        gone on afterwards, so nothing of it is sent without being asked.{" "}
        {mayRelease ? (
          <>
            Look at the target, then let it go on here. All of this flow go on by{" "}
            <code>./run manage release {execution.flow}</code>.
          </>
        ) : (
          "An operator of this flow lets it go on."
        )}
      </span>
    </p>
  );
}
