import { Anchor, Collapse } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { DeadLetterGroup } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import { count } from "@/ui/time";
import classes from "./DeadLetters.module.css";
import { Discard } from "./Discard";
import { Letters } from "./Letters";
import { Redrive } from "./Redrive";
import { Restore } from "./Restore";

interface Props {
  group: DeadLetterGroup;
  mayOperate: boolean;
}

export const pageOf = ({ id, state }: DeadLetterGroup): string =>
  `/dead-letters/${encodeURIComponent(id)}${state === "open" ? "" : `?state=${state}`}`;

/** One cause: what happened where, how often, since when, and the ways out. */
export function Group({ group, mayOperate }: Props) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <section
      className={classes.group}
      data-state={group.state}
      aria-label={`${group.flow_name}, ${group.step_name}: ${group.message}`}
    >
      <div className={classes.head}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-label={`${open ? "Hide" : "Show"} the executions, ${count(group.count)}`}
          onClick={() => setOpen(!open)}
        >
          <Chevron size={16} aria-hidden />
          <span className={classes.count}>{count(group.count)}</span>
        </button>
        <div className={classes.words}>
          <Link to={pageOf(group)} className={classes.message}>
            {group.message}
          </Link>
          <Facts group={group} />
        </div>
        {mayOperate && <Ways group={group} />}
      </div>
      <Collapse expanded={open}>
        <div className={classes.letters}>
          {open && <Letters group={group} mayOperate={mayOperate} />}
        </div>
      </Collapse>
    </section>
  );
}

export function Facts({ group }: { group: DeadLetterGroup }) {
  return (
    <span className={classes.facts}>
      <Anchor component={Link} to={`/flows/${group.flow}`} size="sm">
        {group.flow_name}
      </Anchor>
      <span title={group.step ?? undefined}>
        {group.step?.includes(", ") ? "steps" : "step"} {group.step_name || "–"}
      </span>
      <code>{group.code}</code>
      <span>
        first <RelativeTime at={group.first_at} />
      </span>
      <span>
        last <RelativeTime at={group.last_at} />
      </span>
      <Anchor component={Link} to={`/executions/${group.example}`} size="sm">
        an example
      </Anchor>
    </span>
  );
}

/** What can be done with the whole group; nothing with what was replayed, since others stand for it. */
export function Ways({ group }: { group: DeadLetterGroup }) {
  if (group.state === "replayed") return null;
  return (
    <div className={classes.ways}>
      {group.state === "open" ? (
        <>
          <Redrive group={group} />
          <Discard group={group} />
        </>
      ) : (
        <Restore group={group} />
      )}
    </div>
  );
}
