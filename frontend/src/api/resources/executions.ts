import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../http";
import type { Accounting, ExecutionDetail, ExecutionRow, Page } from "../types";

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

const at = (id: string) => `/executions/${encodeURIComponent(id)}`;

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: ["executions", "one", id],
    queryFn: ({ signal }) => get<ExecutionDetail>(`${at(id)}/`, { signal }),
  });

export const accountingQuery = (flow?: string) =>
  queryOptions({
    queryKey: ["executions", "accounting", flow ?? ""],
    queryFn: ({ signal }) =>
      get<Accounting>("/executions/accounting/", { query: { flow }, signal }),
  });

export const cancelExecution = (id: string) => post<unknown>(`${at(id)}/cancel/`);

export const replayExecution = (id: string, version: "original" | "live") =>
  post<{ id: string }>(`${at(id)}/replay/`, { version });

export type Resolution = "succeeded" | "retry" | "cancel";

export const resolveExecution = (id: string, outcome: Resolution, note: string) =>
  post<unknown>(`${at(id)}/resolve/`, { outcome, note });
