import { Anchor, Button, Collapse } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { redriveGroup } from "@/api/resources/deadletters";
import type { DeadLetterGroup } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { notifyDone } from "@/ui/notify";
import { RelativeTime } from "@/ui/RelativeTime";
import { count, countOf } from "@/ui/time";
import classes from "./DeadLetters.module.css";
import { Letters } from "./Letters";

/** One cause: what happened where, how often, since when, and the way out. */
export function Group({ group, mayRedrive }: { group: DeadLetterGroup; mayRedrive: boolean }) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <section className={classes.group} aria-label={`${group.flow_name}, ${group.step}`}>
      <div className={classes.head}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-label={`${open ? "Hide" : "Show"} ${countOf(group.count, "execution")}`}
          onClick={() => setOpen(!open)}
        >
          <Chevron size={16} aria-hidden />
          <span className={classes.count}>{count(group.count)}</span>
        </button>
        <div className={classes.words}>
          <p className={classes.message}>{group.message}</p>
          <p className={classes.facts}>
            <Anchor component={Link} to={`/flows/${group.flow}`} size="sm">
              {group.flow_name}
            </Anchor>
            <span>step {group.step || "–"}</span>
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
          </p>
        </div>
        {mayRedrive && <Redrive group={group} />}
      </div>
      <Collapse expanded={open}>
        <div className={classes.letters}>
          {open && <Letters group={group.id} mayRedrive={mayRedrive} />}
        </div>
      </Collapse>
    </section>
  );
}

function Redrive({ group }: { group: DeadLetterGroup }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const redrive = useMutation({
    mutationFn: () => redriveGroup(group.id),
    onSuccess: ({ redriven }) => {
      setAsking(false);
      notifyDone(`${count(redriven)} redriven; they go on where they stopped.`);
      client.invalidateQueries({ queryKey: ["deadletters"] });
      client.invalidateQueries({ queryKey: ["executions"] });
    },
  });
  return (
    <>
      <Button size="xs" onClick={() => setAsking(true)}>
        Redrive {count(group.count)}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Redrive ${countOf(group.count, "dead letter")}?`}
        confirm={`Redrive ${count(group.count)}`}
        busy={redrive.isPending}
        error={redrive.error}
        onConfirm={() => redrive.mutate()}
        onClose={() => setAsking(false)}
      >
        Each goes on at the step “{group.step}” with the flow version and the idempotency keys it
        had. Steps that succeeded do not run again. If the cause still stands, they come back here.
      </ConfirmDialog>
    </>
  );
}
