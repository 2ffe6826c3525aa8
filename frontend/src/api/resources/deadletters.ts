import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../http";
import type { DeadLetterGroup, ExecutionRow, Page } from "../types";

export const groupsQuery = () =>
  queryOptions({
    queryKey: ["deadletters", "groups"],
    queryFn: async ({ signal }) =>
      (await get<{ results: DeadLetterGroup[] }>("/dead-letters/groups/", { signal })).results,
  });

export const lettersQuery = (group: string) =>
  queryOptions({
    queryKey: ["deadletters", "list", group],
    queryFn: ({ signal }) =>
      get<Page<ExecutionRow>>("/dead-letters/", { query: { group }, signal }),
  });

export const redriveGroup = (group: string) =>
  post<{ redriven: number }>(`/dead-letters/groups/${encodeURIComponent(group)}/redrive/`);

export const redriveExecutions = (executions: string[]) =>
  post<{ redriven: number }>("/dead-letters/redrive/", { executions });
