import { Tooltip } from "@mantine/core";
import { IconActivityHeartbeat, IconCalendarOff, type Icon as IconType } from "@tabler/icons-react";
import { Link } from "react-router";
import { AnchorTo, WayTo } from "@/app/WayTo";
import { RelativeTime } from "@/ui/RelativeTime";
import { StatusBadge } from "@/ui/StatusBadge";
import type { Tone } from "@/ui/status";
import { count } from "@/ui/time";
import { openLetters, technical, type WallFlow } from "./harm";
import classes from "./Wall.module.css";

/** How one flow stands: its two lights, why, what became of its executions, and the last of them. */
export function FlowCard({ flow, now }: { flow: WallFlow; now: Date }) {
  const light = technical(flow, now);
  const { counts } = flow;
  const failed = flow.signs?.failed_records ?? 0;
  const executions = `/executions?flow=${flow.slug}`;
  return (
    <article className={classes.card} data-tone={light.tone} aria-label={flow.name}>
      <div className={classes.head}>
        <Link to={`/flows/${flow.slug}`} className={classes.name}>
          {flow.name}
        </Link>
        <StatusBadge status={flow.state} of="flow" />
      </div>
      <div className={classes.lights}>
        <Light
          name="Technical"
          word={light.word}
          says={light.says || "What was accepted is carried out, and nothing waits for a person."}
          tone={light.tone}
          icon={IconActivityHeartbeat}
        />
        <Light
          name="Business"
          word="No window set"
          says="Arrival windows say what is expected by when. None can be set yet, so nobody is told when nothing arrives."
          tone="neutral"
          icon={IconCalendarOff}
        />
      </div>
      <p className={classes.why}>
        <span className={classes.reason} title={light.says}>
          {light.says}
        </span>
        <span className={classes.ways}>
          {light.ways.map((way) => (
            <AnchorTo key={way.to} to={way.to}>
              {way.words}
            </AnchorTo>
          ))}
        </span>
      </p>
      <dl className={classes.counts}>
        <Count name="open" value={counts.open} to={executions} />
        <Count name="succeeded" value={counts.succeeded} to={`${executions}&status=succeeded`} />
        <Count
          name="dead letters"
          value={openLetters(flow)}
          to={`/dead-letters?flow=${flow.slug}`}
          bad
        />
        {failed > 0 && (
          <Count name="failed records" value={failed} to={`/dead-letters?flow=${flow.slug}`} bad />
        )}
        <Count
          name="indeterminate"
          value={counts.indeterminate}
          to={`${executions}&status=indeterminate`}
          bad
        />
      </dl>
      <p className={classes.last}>
        {flow.last_at ? (
          "Last execution "
        ) : flow.last_at === null ? (
          "No execution yet"
        ) : (
          <>&nbsp;</>
        )}
        {flow.last_at && <RelativeTime at={flow.last_at} />}
      </p>
    </article>
  );
}

interface LightProps {
  name: string;
  word: string;
  says: string;
  tone: Tone;
  icon: IconType;
}

function Light({ name, word, says, tone, icon: Icon }: LightProps) {
  return (
    <Tooltip label={says} multiline maw={280}>
      <span className={classes.light} data-tone={tone}>
        <Icon size={16} aria-hidden />
        {name}
        <strong>{word}</strong>
      </span>
    </Tooltip>
  );
}

interface CountProps {
  name: string;
  value: number;
  to: string;
  bad?: boolean;
}

function Count({ name, value, to, bad }: CountProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-bad={(bad && value > 0) || undefined}>
        <WayTo to={to}>{count(value)}</WayTo>
      </dd>
    </div>
  );
}
