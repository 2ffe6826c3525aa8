import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useParams } from "react-router";
import { type DraftWithTag, draftQuery, flowQuery } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { useKinds } from "@/features/graph/useKinds";
import { PageHeader } from "@/ui/PageHeader";
import { ErrorState, LoadingBlock } from "@/ui/states";
import { DesignerContext } from "./context";
import { Designer } from "./Designer";
import { createDesignerStore } from "./model/store";
import { useKeeping, useKeptCopy } from "./save/keptCopy";

/** The designer of one flow: reads what it needs, then hands a working copy to the canvas. */
export function DesignerPage() {
  const { slug = "" } = useParams();
  const flow = useQuery(flowQuery(slug));
  const draft = useQuery(draftQuery(slug));
  const kinds = useKinds();
  // What was read once stays, whatever is answered later: the working copy lives below it.
  const read = flow.data && draft.data && !kinds.pending;
  const error = flow.error ?? draft.error ?? kinds.error;
  if (!read && error) {
    const retry = () => {
      void flow.refetch();
      void draft.refetch();
      void kinds.retry();
    };
    return (
      <>
        <PageHeader title={flow.data?.name ?? "Flow"} />
        <ErrorState error={error} onRetry={retry} title="The flow cannot be shown" />
      </>
    );
  }
  if (!flow.data || !draft.data || kinds.pending) return <LoadingBlock height="100%" />;
  return (
    <Working
      key={slug}
      flow={flow.data}
      draft={draft.data}
      kinds={kinds.kinds}
      triggers={kinds.triggers}
    />
  );
}

interface WorkingProps {
  flow: Flow;
  draft: DraftWithTag;
  kinds: ReturnType<typeof useKinds>["kinds"];
  triggers: ReturnType<typeof useKinds>["triggers"];
}

function Working({ flow, draft, kinds, triggers }: WorkingProps) {
  const kept = useKeptCopy(flow.slug);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the working copy starts from the first draft read; reloading goes through the store
  const store = useMemo(() => createDesignerStore(draft.definition, kept?.definition), []);
  const [first] = useState(draft);
  // Whoever saved meanwhile must not be written over unasked: the kept copy was made on the revision before.
  const made = kept && draft === first ? { ...draft, etag: kept.etag } : draft;
  useKeeping(flow.slug, made, store);
  const readOnly = !flow.permissions.includes("edit");
  const designer = useMemo(
    () => ({ slug: flow.slug, store, kinds, triggers, readOnly }),
    [flow.slug, store, kinds, triggers, readOnly],
  );
  return (
    <DesignerContext value={designer}>
      <Designer flow={flow} draft={made} />
    </DesignerContext>
  );
}
