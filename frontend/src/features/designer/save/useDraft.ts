import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { ApiProblem } from "@/api/problem";
import { type DraftWithTag, draftQuery, flowQuery, saveDraft } from "@/api/resources/flows";
import type { FlowDefinition, Json } from "@/api/types";
import { sameJson } from "@/ui/json";
import { useDefinition, useDesigner } from "../context";
import { sayNotSaved, withdrawNotSaved } from "./notSaved";

interface Attempt {
  definition: FlowDefinition;
  etag: string;
}

/** Who saved in between, as the refusal of a stale save says. */
export interface Current {
  revision: number;
  updated_at: string;
  updated_by: string;
}

export interface Saving {
  dirty: boolean;
  busy: boolean;
  save: () => void;
  /** Saves and waits; resolves to the draft as it stands now. */
  saved: () => Promise<DraftWithTag>;
  /** Somebody else saved first. */
  stale: Current | null;
  overwrite: () => void;
  reload: () => Promise<void>;
  dismiss: () => void;
}

/** Saving the working copy against the revision it was made on. */
export function useDraft(draft: DraftWithTag): Saving {
  const client = useQueryClient();
  const { slug, store, readOnly } = useDesigner();
  const definition = useDefinition();
  const dirty = useMemo(
    () => !readOnly && definition !== draft.definition && !same(definition, draft.definition),
    [definition, draft.definition, readOnly],
  );

  const { mutate, mutateAsync, isPending, error, reset } = useMutation({
    mutationFn: ({ definition: sent, etag }: Attempt) => saveDraft(slug, sent, etag),
    onSuccess: (answer, { definition: sent }) => {
      withdrawNotSaved();
      client.setQueryData(draftQuery(slug).queryKey, { ...answer, definition: sent });
      void client.invalidateQueries({ queryKey: flowQuery(slug).queryKey });
      void client.invalidateQueries({ queryKey: ["flows", "list"] });
    },
    onError: (problem) => {
      if (!isStale(problem)) sayNotSaved(problem);
    },
  });

  const save = useCallback(() => {
    if (dirty && !isPending) {
      mutate({ definition: store.getState().history.present, etag: draft.etag });
    }
  }, [dirty, isPending, mutate, store, draft.etag]);

  const reload = useCallback(async () => {
    const fresh = await client.fetchQuery({ ...draftQuery(slug), staleTime: 0 });
    store.getState().load(fresh.definition);
    void client.invalidateQueries({ queryKey: flowQuery(slug).queryKey });
    reset();
  }, [client, slug, store, reset]);

  return {
    dirty,
    busy: isPending,
    save,
    saved: () =>
      dirty
        ? mutateAsync({ definition: store.getState().history.present, etag: draft.etag })
        : Promise.resolve(draft),
    stale: isStale(error) ? currentOf(error) : null,
    overwrite: () => {
      const current = isStale(error) ? currentOf(error) : null;
      if (current) {
        mutate({ definition: store.getState().history.present, etag: `"${current.revision}"` });
      }
    },
    reload,
    dismiss: reset,
  };
}

export const same = (a: FlowDefinition, b: FlowDefinition) =>
  sameJson(a as unknown as Json, b as unknown as Json);

const isStale = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.status === 412;

const currentOf = (problem: ApiProblem): Current =>
  (problem.body.current as Current | undefined) ?? {
    revision: 0,
    updated_at: new Date().toISOString(),
    updated_by: "",
  };
