import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, data, follow } from "../client";
import type { AuditEntry, Page } from "../types";

export interface AuditFilter {
  actor?: string;
  action?: string;
  object?: string;
  after?: string;
  before?: string;
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) =>
      (pageParam
        ? await follow<Page<AuditEntry>>(pageParam, signal)
        : await data(
            api.GET("/api/v1/audit/", { params: { query: filter }, signal }),
          )) as Page<AuditEntry>,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const verifyAudit = () => data(api.GET("/api/v1/audit/verify/"));
