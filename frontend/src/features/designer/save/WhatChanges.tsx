import { Button } from "@mantine/core";
import { asProblem } from "@/api/problem";
import { LoadingRows } from "@/ui/states";
import { ChangeList } from "../versions/ChangeList";
import { ChangeSummary } from "../versions/ChangeSummary";
import type { Changes } from "./useChanges";
import classes from "./WhatChanges.module.css";

interface Props {
  changes: Changes;
  /** The id under which the sentence can be pointed at. */
  id: string;
}

/** What publishing changes: in a sentence, then part by part. */
export function WhatChanges({ changes, id }: Props) {
  return (
    <section className={classes.changes} aria-label="Differences from the live version">
      <p id={id} role="status" className={classes.sentence}>
        <Sentence changes={changes} />
      </p>
      {changes.is === "unread" && (
        <Button variant="default" size="compact-sm" onClick={changes.retry}>
          Read it again
        </Button>
      )}
      {changes.is === "reading" && <LoadingRows rows={3} />}
      {changes.is === "known" && changes.changes.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reachable
        <div className={classes.list} tabIndex={0} role="group" aria-label="Part by part">
          <ChangeList changes={changes.changes} />
        </div>
      )}
    </section>
  );
}

function Sentence({ changes }: { changes: Changes }) {
  if (changes.is === "first") {
    return "Nothing of this flow is live yet: this is its first version, and from now on it can be started.";
  }
  const live = `version ${changes.version}, which is live`;
  if (changes.is === "reading") return `Comparing the draft with ${live}…`;
  if (changes.is === "unread") {
    return `What changes is not known: ${live}, could not be read. ${asProblem(changes.error).message}`;
  }
  if (changes.changes.length > 0) {
    return (
      <>
        Against {live}: <ChangeSummary changes={changes.changes} />
      </>
    );
  }
  return changes.moved
    ? `Only the arrangement changed. The draft does the same as ${live}, so there is nothing to publish. Saving the draft keeps the arrangement.`
    : `Nothing changed. The draft is the same as ${live}, so there is nothing to publish.`;
}
