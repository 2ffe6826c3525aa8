import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, follow } from "../client";
import type { DeadLetterRow, DeadLetterState, Page, Replayed } from "../types";

const PAGE = 200;
/** So many executions a request may name. */
const MOST_NAMED = 1_000;

export interface GroupFilter {
  flow?: string;
  state?: DeadLetterState;
}

export const groupsQuery = (filter: GroupFilter = {}) =>
  queryOptions({
    queryKey: ["deadletters", "groups", filter],
    queryFn: async ({ signal }) =>
      (await data(api.GET("/api/v1/dead-letters/groups/", { params: { query: filter }, signal })))
        .results,
  });

/** Batches with failed records that nobody ran again. */
export const failedBatchesQuery = (flow?: string) =>
  queryOptions({
    queryKey: ["deadletters", "batches", flow ?? null],
    queryFn: async ({ signal }) =>
      (
        await data(
          api.GET("/api/v1/dead-letters/batches/", { params: { query: { flow } }, signal }),
        )
      ).results,
  });

export const lettersQuery = (group: string, state: DeadLetterState) =>
  infiniteQueryOptions({
    queryKey: ["deadletters", "list", group, state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<Page<DeadLetterRow>> =>
      pageParam
        ? follow<Page<DeadLetterRow>>(pageParam, signal)
        : data(api.GET("/api/v1/dead-letters/", { params: { query: { group, state } }, signal })),
    getNextPageParam: (page) => page.next,
  });

/** The executions of a group's open letters, at most as many as one request may name. */
export async function executionsOf(group: string): Promise<string[]> {
  let page: Page<DeadLetterRow> = await data(
    api.GET("/api/v1/dead-letters/", { params: { query: { group, limit: PAGE } } }),
  );
  const ids = page.results.map((row) => row.id);
  while (page.next && ids.length < MOST_NAMED) {
    page = await follow<Page<DeadLetterRow>>(page.next);
    ids.push(...page.results.map((row) => row.id));
  }
  return ids.slice(0, MOST_NAMED);
}

/** What became of these executions. */
export const countsQuery = (executions: readonly string[]) =>
  queryOptions({
    queryKey: ["executions", "counts", executions],
    queryFn: ({ signal }) =>
      data(
        api.POST("/api/v1/executions/counts/", { body: { executions: [...executions] }, signal }),
      ),
  });

const at = (group: string) => ({ params: { path: { group } } });

export const redriveGroup = async (group: string): Promise<number> =>
  (await data(api.POST("/api/v1/dead-letters/groups/{group}/redrive/", at(group)))).redriven;

export const redriveExecutions = async (executions: string[]): Promise<number> =>
  (await data(api.POST("/api/v1/dead-letters/redrive/", { body: { executions } }))).redriven;

/** Replays the named ones, or else all of the group, with the live version; portion by portion, each
 * told as it is done. One that fails leaves those before it done. */
export async function replayLetters(
  group: string,
  executions: string[] | undefined,
  onPortion: (portion: Replayed) => void,
): Promise<void> {
  let after: string | undefined;
  do {
    const portion: Replayed = await data(
      executions
        ? api.POST("/api/v1/dead-letters/replay/", { body: { executions, after } })
        : api.POST("/api/v1/dead-letters/groups/{group}/replay/", {
            ...at(group),
            body: { after },
          }),
    );
    onPortion(portion);
    after = portion.next ?? undefined;
  } while (after);
}

export const discardGroup = async (group: string, note: string): Promise<number> =>
  (
    await data(
      api.POST("/api/v1/dead-letters/groups/{group}/discard/", { ...at(group), body: { note } }),
    )
  ).discarded;

export const discardExecutions = async (executions: string[], note: string): Promise<number> =>
  (await data(api.POST("/api/v1/dead-letters/discard/", { body: { executions, note } }))).discarded;

export const restoreGroup = async (group: string): Promise<number> =>
  (
    await data(
      api.POST("/api/v1/dead-letters/groups/{group}/restore/", {
        ...at(group),
        body: { note: "" },
      }),
    )
  ).restored;

export const restoreExecutions = async (executions: string[]): Promise<number> =>
  (await data(api.POST("/api/v1/dead-letters/restore/", { body: { executions, note: "" } })))
    .restored;
