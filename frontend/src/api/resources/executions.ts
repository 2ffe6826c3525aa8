import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";
import type { ExecutionDetail, ExecutionStatus } from "../types";

export interface ExecutionFilter {
  flow?: string;
  status?: string;
  business_key?: string;
  /** How one begins; the console asks for it, and links may name a whole key. */
  business_key_prefix?: string;
  received_after?: string;
  received_before?: string;
  cursor?: string;
}

/** What stands in the filter, without its empty members. */
function queryOf({ status, ...filter }: ExecutionFilter) {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  return { ...given, status: (status || undefined) as ExecutionStatus | undefined };
}

export const listExecutions = (filter: ExecutionFilter, signal?: AbortSignal) =>
  data(api.GET("/api/v1/executions/", { params: { query: queryOf(filter) }, signal }));

export const executionsQuery = (filter: ExecutionFilter) =>
  queryOptions({
    queryKey: ["executions", "list", filter],
    queryFn: ({ signal }) => listExecutions(filter, signal),
  });

const at = (id: string) => ({ params: { path: { id } } });

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: ["executions", "one", id],
    queryFn: async ({ signal }) =>
      (await data(
        api.GET("/api/v1/executions/{id}/", { ...at(id), signal }),
      )) as unknown as ExecutionDetail,
  });

export const accountingQuery = (flow?: string) =>
  queryOptions({
    queryKey: ["executions", "accounting", flow ?? ""],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/executions/accounting/", {
          params: { query: flow ? { flow } : {} },
          signal,
        }),
      ),
  });

export const cancelExecution = (id: string) =>
  data(api.POST("/api/v1/executions/{id}/cancel/", at(id)));

export const releaseExecution = (id: string) =>
  data(api.POST("/api/v1/executions/{id}/release/", at(id)));

export const replayExecution = (id: string, version: "original" | "live") =>
  data(api.POST("/api/v1/executions/{id}/replay/", { ...at(id), body: { version } }));

export type Resolution = "succeeded" | "retry" | "cancel";

export const resolveExecution = (id: string, outcome: Resolution, note: string) =>
  data(api.POST("/api/v1/executions/{id}/resolve/", { ...at(id), body: { outcome, note } }));
