import { Tooltip } from "@mantine/core";
import { IconActivityHeartbeat, IconCalendarOff } from "@tabler/icons-react";
import { Link } from "react-router";
import { RelativeTime } from "@/ui/RelativeTime";
import { StatusBadge } from "@/ui/StatusBadge";
import { count } from "@/ui/time";
import { technical, type WallFlow } from "./harm";
import classes from "./Wall.module.css";

export function FlowCard({ flow }: { flow: WallFlow }) {
  const light = technical(flow);
  const { counts } = flow;
  return (
    <article className={classes.card} data-tone={light.tone} aria-label={flow.name}>
      <div className={classes.head}>
        <Link to={`/flows/${flow.slug}`} className={classes.name}>
          {flow.name}
        </Link>
        <StatusBadge status={flow.state} of="flow" />
      </div>
      <div className={classes.lights}>
        <Tooltip label={light.says}>
          <span className={classes.light} data-tone={light.tone}>
            <IconActivityHeartbeat size={16} aria-hidden />
            Technical: {light.word}
          </span>
        </Tooltip>
        <Tooltip label="No arrival window is set for this flow, so nobody is told when nothing arrives.">
          <span className={classes.light} data-tone="neutral">
            <IconCalendarOff size={16} aria-hidden />
            Business: no window set
          </span>
        </Tooltip>
      </div>
      <dl className={classes.counts}>
        <Count name="open" value={counts.open} flow={flow.slug} status="queued" />
        <Count name="succeeded" value={counts.succeeded} flow={flow.slug} status="succeeded" />
        <Count name="dead" value={counts.dead} flow={flow.slug} status="dead" bad />
        <Count
          name="indeterminate"
          value={counts.indeterminate}
          flow={flow.slug}
          status="indeterminate"
          bad
        />
      </dl>
      <p className={classes.last}>
        Last execution <RelativeTime at={flow.last_at} fallback="– none yet" />
      </p>
    </article>
  );
}

interface CountProps {
  name: string;
  value: number;
  flow: string;
  status: string;
  bad?: boolean;
}

function Count({ name, value, flow, status, bad }: CountProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-bad={(bad && value > 0) || undefined}>
        <Link to={`/executions?flow=${flow}&status=${status}`}>{count(value)}</Link>
      </dd>
    </div>
  );
}
