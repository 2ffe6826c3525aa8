import { queryOptions } from "@tanstack/react-query";
import { type Answer, get, post, remove, request } from "../http";
import type {
  Draft,
  Flow,
  FlowDefinition,
  Json,
  Page,
  Problem,
  Sample,
  Version,
  VersionSummary,
} from "../types";

const at = (slug: string) => `/flows/${encodeURIComponent(slug)}`;

export const flowsQuery = (search = "") =>
  queryOptions({
    queryKey: ["flows", "list", search],
    queryFn: ({ signal }) =>
      get<Page<Flow>>("/flows/", { query: { search, page_size: 100 }, signal }),
  });

export const flowQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "one", slug],
    queryFn: ({ signal }) => get<Flow>(`${at(slug)}/`, { signal }),
  });

export interface DraftWithTag extends Draft {
  etag: string;
}

const tagged = ({ data, etag }: Answer<Draft>): DraftWithTag => ({
  ...data,
  etag: etag ?? `"${data.revision}"`,
});

export const draftQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "draft", slug],
    queryFn: async ({ signal }) =>
      tagged(await request<Draft>("GET", `${at(slug)}/draft/`, { signal })),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const versionsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "versions", slug],
    queryFn: ({ signal }) => get<Page<VersionSummary>>(`${at(slug)}/versions/`, { signal }),
  });

export const versionQuery = (slug: string, number: number) =>
  queryOptions({
    queryKey: ["flows", "version", slug, number],
    queryFn: ({ signal }) => get<Version>(`${at(slug)}/versions/${number}/`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const samplesQuery = (slug: string, step: string, limit = 10) =>
  queryOptions({
    queryKey: ["flows", "samples", slug, step, limit],
    queryFn: async ({ signal }) =>
      (await get<{ results: Sample[] }>(`${at(slug)}/samples/`, { query: { step, limit }, signal }))
        .results,
  });

export const createFlow = (body: { slug: string; name: string; definition?: FlowDefinition }) =>
  post<Flow>("/flows/", body);

export const importFlow = (definition: Json, publish: boolean) =>
  post<Flow>("/flows/import/", { definition, publish });

export const exportFlow = (slug: string) => get<FlowDefinition>(`${at(slug)}/export/`);

export const removeFlow = (slug: string) => remove(`${at(slug)}/`);

export const pauseFlow = (slug: string) => post<Flow>(`${at(slug)}/pause/`);

export const resumeFlow = (slug: string) => post<Flow>(`${at(slug)}/resume/`);

export const saveDraft = async (slug: string, definition: FlowDefinition, etag: string) =>
  tagged(
    await request<Draft>("PUT", `${at(slug)}/draft/`, { body: { definition }, ifMatch: etag }),
  );

export const validateDraft = async (slug: string, definition: FlowDefinition) =>
  (await post<{ problems: Problem[] }>(`${at(slug)}/draft/validate/`, { definition })).problems;

export const publishFlow = (slug: string, note: string, etag: string) =>
  post<Version>(`${at(slug)}/publish/`, { note }, { ifMatch: etag });

export const startFlow = (slug: string, payload: Json) =>
  post<{ id: string }>(`${at(slug)}/executions/`, payload);
