import type { DraftWithTag } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import { useDefinition, useDesigner } from "./context";
import { OthersHere } from "./OthersHere";
import classes from "./StatusBar.module.css";
import type { Saving } from "./save/useDraft";
import { usePresence } from "./usePresence";
import type { Validation } from "./useValidation";

interface Props {
  flow: Flow;
  draft: DraftWithTag;
  saving: Saving;
  validation: Validation;
}

/** The state of the draft in one line: revision, saved or not, when, by whom. */
export function StatusBar({ flow, draft, saving, validation }: Props) {
  const { readOnly } = useDesigner();
  const definition = useDefinition();
  const people = usePresence(flow.slug, saving.dirty);
  return (
    <section className={classes.bar} aria-label="State of the draft">
      <span>
        Draft, revision {draft.revision}
        {readOnly && " · you may look, not change"}
      </span>
      {!readOnly && (
        <span className={classes.saved} data-dirty={saving.dirty || undefined} role="status">
          {saving.busy ? "Saving…" : saving.dirty ? "● Unsaved changes" : "✓ Saved"}
        </span>
      )}
      <span>
        Last saved <RelativeTime at={draft.updated_at} />
        {draft.updated_by && ` by ${draft.updated_by}`}
      </span>
      <OthersHere people={people} />
      <span className={classes.space} />
      {validation.checking && <span>Checking…</span>}
      <span>
        {flow.live_version === null
          ? "Never published"
          : flow.has_unpublished_changes || saving.dirty
            ? `Differs from version ${flow.live_version}`
            : `Same as version ${flow.live_version}`}
      </span>
      <span>
        {definition.steps.length} {definition.steps.length === 1 ? "step" : "steps"}
      </span>
    </section>
  );
}
