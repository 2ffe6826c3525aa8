import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { versionQuery } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { useDefinition } from "../context";
import { type Change, compareFlows } from "../model/compare";
import { isMoved } from "../model/meaning";

/** What publishing would change. `first`: nothing is live yet; `unread`: the live version could not be
 * read, so nothing is known; `moved`: steps stand elsewhere on the canvas. */
export type Changes =
  | { is: "first" }
  | { is: "reading"; version: number }
  | { is: "unread"; version: number; error: unknown; retry: () => void }
  | { is: "known"; version: number; changes: readonly Change[]; moved: boolean };

/** The draft as it stands against the live version. */
export function useChanges({ slug, live_version: version }: Flow, enabled: boolean): Changes {
  const draft = useDefinition();
  const live = useQuery({
    ...versionQuery(slug, version ?? 0),
    enabled: enabled && version !== null,
  });
  const before = enabled ? live.data?.definition : undefined;
  const found = useMemo(
    () => before && { changes: compareFlows(before, draft), moved: isMoved(before, draft) },
    [before, draft],
  );
  if (version === null) return { is: "first" };
  if (found) return { is: "known", version, ...found };
  if (live.isError) {
    return { is: "unread", version, error: live.error, retry: () => void live.refetch() };
  }
  return { is: "reading", version };
}

/** Whether publishing would change nothing that an execution could notice. */
export const isIdle = (changes: Changes): boolean =>
  changes.is === "known" && changes.changes.length === 0;
