import { queryOptions } from "@tanstack/react-query";
import { get } from "../http";
import type { ExecutionRow, Page } from "../types";

export interface ExecutionFilter {
  flow?: string;
  status?: string;
  business_key?: string;
  received_after?: string;
  received_before?: string;
  cursor?: string;
}

export const executionsQuery = (filter: ExecutionFilter) =>
  queryOptions({
    queryKey: ["executions", "list", filter],
    queryFn: ({ signal }) =>
      get<Page<ExecutionRow>>("/executions/", { query: { ...filter }, signal }),
  });
