import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, follow } from "../client";
import type { BatchRecord, Page } from "../types";

const at = (id: string, step: string) => ({ path: { id, step } });

/** Figures and quality of all batches of an execution. */
export const batchesQuery = (id: string) =>
  queryOptions({
    queryKey: ["batches", id],
    queryFn: async ({ signal }) =>
      (
        await data(
          api.GET("/api/v1/executions/{id}/batches/", { params: { path: { id } }, signal }),
        )
      ).results,
  });

/** Records that did not succeed, in the order of the source. */
export const recordsQuery = (id: string, step: string) =>
  infiniteQueryOptions({
    queryKey: ["batches", id, step, "records"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<Page<BatchRecord>> =>
      pageParam
        ? follow<Page<BatchRecord>>(pageParam, signal)
        : (data(
            api.GET("/api/v1/executions/{id}/batches/{step}/records/", {
              params: { ...at(id, step), query: {} },
              signal,
            }),
          ) as Promise<Page<BatchRecord>>),
    getNextPageParam: (page) => page.next,
  });

/** Runs failed records (none named: all) as a batch of a new execution. */
export const redriveRecords = (id: string, step: string, records?: number[]) =>
  data(
    api.POST("/api/v1/executions/{id}/batches/{step}/records/redrive/", {
      params: at(id, step),
      body: { version: "live", ...(records ? { records } : {}) },
    }),
  );
