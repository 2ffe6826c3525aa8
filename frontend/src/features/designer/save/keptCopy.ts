import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { DraftWithTag } from "@/api/resources/flows";
import { meQuery } from "@/api/resources/session";
import type { FlowDefinition } from "@/api/types";
import { useMe } from "@/app/session/session";
import { notifyRefusal } from "@/ui/notify";
import type { DesignerStore } from "../model/store";
import { same } from "./useDraft";

interface Copy {
  definition: FlowDefinition;
  /** Of the revision that it was made on. */
  etag: string;
}

const copies = new Map<string, Copy>();

/** Unsaved work whose session ended: kept in this tab for whoever did it, until they sign in again. */
export function useKeptCopy(slug: string): Copy | undefined {
  const key = useKey(slug);
  const [copy] = useState(() => copies.get(key));
  useEffect(() => {
    if (!copies.delete(key)) return;
    notifyRefusal("You are back where you were: your changes are here, and not saved yet.");
  }, [key]);
  return copy;
}

/** Keeps what is not saved where the page goes away because the session ended. */
export function useKeeping(slug: string, draft: DraftWithTag, store: DesignerStore): void {
  const client = useQueryClient();
  const key = useKey(slug);
  const last = useRef(draft);
  last.current = draft;
  useEffect(
    () => () => {
      if (client.getQueryData(meQuery.queryKey) !== null) return;
      const { present } = store.getState().history;
      if (!same(present, last.current.definition)) {
        copies.set(key, { definition: present, etag: last.current.etag });
      }
    },
    [client, key, store],
  );
}

const useKey = (slug: string) => JSON.stringify([useMe().username, slug]);
