/** The rows of the list: pages from the server, kept true by the live channel. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useReducer, useRef } from "react";
import { follow } from "@/api/client";
import { type ExecutionFilter, listExecutions } from "@/api/resources/executions";
import type { ExecutionRow, Page } from "@/api/types";
import type { Frame } from "@/live/protocol";
import { useLive, useLiveState } from "@/live/useLive";
import { held, heldBack, listed, ToldRows } from "./merge";

const POLL_MS = 2_000;
/** The list is read anew at most this often, however much is told. */
const READ_ANEW_MS = 1_000;
const MOST_TOLD = 1_000;

interface Reading extends Page<ExecutionRow> {
  begun: number;
}

interface Told {
  executions?: ExecutionRow[];
  /** There are more new rows than these. */
  more?: boolean;
  /** Seconds over which all pages spread their reading anew, so that a crowd does not read at once. */
  again_s?: number;
}

export function useExecutions(filter: ExecutionFilter, paused: boolean) {
  const state = useLiveState();
  const told = useRef(new ToldRows()).current;
  const [version, changed] = useReducer((count: number) => count + 1, 0);
  const query = useInfiniteQuery({
    queryKey: ["executions", "pages", filter],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }): Promise<Reading> => {
      const begun = performance.now();
      const page = pageParam
        ? await follow<Page<ExecutionRow>>(pageParam, signal)
        : await listExecutions(filter, signal);
      return { ...page, begun };
    },
    getNextPageParam: (page) => page.next,
    staleTime: 0,
    // The live channel carries hints about the newest rows; without it the list is asked for.
    refetchInterval: state === "degraded" || state === "offline" ? POLL_MS : false,
  });
  const readAnew = useSoon(() => query.refetch({ cancelRefetch: false }));

  const first = useRef(true);
  useLive(filter.flow ? `flow:${filter.flow}` : "executions", ({ kind, data }: Frame) => {
    if (kind === "revoked" || kind === "error") return readAnew();
    if (kind !== "snapshot" && kind !== "delta") return;
    const { executions = [], more, again_s = 0 } = data as Told;
    told.add(executions, performance.now());
    changed();
    const again = kind === "snapshot" && !first.current;
    if (kind === "snapshot") first.current = false;
    if (again || more || told.size > MOST_TOLD) readAnew(again_s);
  });

  const { data, hasNextPage } = query;
  const begun = data?.pages[0]?.begun ?? 0;
  useEffect(() => told.forgetBefore(begun), [begun, told]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was told changes with the version
  const now = useMemo(() => {
    const read = data?.pages.flatMap((page) => page.results) ?? [];
    return data ? listed(read, told.all(), filter, hasNextPage) : [];
  }, [data, hasNextPage, version, filter]);
  const frozen = useRef<ExecutionRow[] | null>(null);
  if (!paused) frozen.current = null;
  else if (data) frozen.current ??= now;
  const shown = frozen.current;
  return {
    query,
    rows: shown ? held(shown, now) : now,
    heldBack: useMemo(() => (shown ? heldBack(shown, now) : 0), [shown, now]),
  };
}

/** Calls `act` once within a while, however often it is asked for: after a second, or at any moment
 * of the seconds it is spread over. */
function useSoon(act: () => void): (spread_s?: number) => void {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return (spread_s = 0) => {
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        latest.current();
      },
      READ_ANEW_MS + Math.random() * spread_s * 1000,
    );
  };
}
