import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import type { ExecutionDetail } from "@/api/types";
import { CopyButton } from "@/ui/CopyButton";
import { Duration } from "@/ui/Duration";
import { RelativeTime } from "@/ui/RelativeTime";
import { countOf } from "@/ui/time";
import classes from "./ExecutionDetailPage.module.css";

/** What one wants to know of an execution at a glance, in one line. */
export function Facts({ execution }: { execution: ExecutionDetail }) {
  return (
    <span className={classes.facts}>
      <span>
        <Anchor component={Link} to={`/flows/${execution.flow}`} size="sm" underline="always">
          {execution.flow_name}
        </Anchor>
        {", "}
        <span title={`Content hash ${execution.version_hash}`}>version {execution.version}</span>
      </span>
      <span>
        received <RelativeTime at={execution.received_at} />
      </span>
      {execution.finished_at && (
        <span>
          took <Duration ms={execution.duration_ms} />
        </span>
      )}
      {execution.failed_records > 0 && (
        <strong className={classes.records}>
          {countOf(execution.failed_records, "record")} failed
        </strong>
      )}
      {execution.replay_of && (
        <Anchor component={Link} to={`/executions/${execution.replay_of}`} size="sm">
          replay of an earlier execution
        </Anchor>
      )}
      {execution.dead_letter?.replayed_as && (
        <Anchor component={Link} to={`/executions/${execution.dead_letter.replayed_as}`} size="sm">
          replayed by a later execution
        </Anchor>
      )}
      <span className={classes.id}>
        <code>{execution.id}</code>
        <CopyButton value={execution.id} label="Copy the id" />
      </span>
    </span>
  );
}
