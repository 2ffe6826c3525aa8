import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, follow } from "../client";
import type { ExecutionRow, Page } from "../types";

export const groupsQuery = () =>
  queryOptions({
    queryKey: ["deadletters", "groups"],
    queryFn: async ({ signal }) =>
      (await data(api.GET("/api/v1/dead-letters/groups/", { signal }))).results,
  });

export const lettersQuery = (group: string) =>
  infiniteQueryOptions({
    queryKey: ["deadletters", "list", group],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<Page<ExecutionRow>> =>
      pageParam
        ? follow<Page<ExecutionRow>>(pageParam, signal)
        : data(api.GET("/api/v1/dead-letters/", { params: { query: { group } }, signal })),
    getNextPageParam: (page) => page.next,
  });

export const redriveGroup = (group: string) =>
  data(api.POST("/api/v1/dead-letters/groups/{group}/redrive/", { params: { path: { group } } }));

export const redriveExecutions = (executions: string[]) =>
  data(api.POST("/api/v1/dead-letters/redrive/", { body: { executions } }));
