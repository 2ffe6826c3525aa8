import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data, follow } from "../client";
import type {
  Draft,
  Flow,
  FlowDefinition,
  FlowState,
  JsonObject,
  Page,
  Problem,
  Sample,
  Version,
} from "../types";

const MOST = 200;

/** A flow document as the body of a request: OpenAPI knows it as any object. */
const body = (definition: FlowDefinition) => definition as unknown as JsonObject;

const at = (slug: string) => ({ params: { path: { slug } } });

export interface FlowQuery {
  search?: string;
  state?: FlowState;
}

/** The first flows, by their slugs: enough to choose one, or to find one by its words. */
export const flowsQuery = (query: FlowQuery = {}) =>
  queryOptions({
    queryKey: ["flows", "list", query],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/flows/", { params: { query: { ...query, limit: MOST } }, signal })),
  });

/** All flows, page by page. */
export const flowPagesQuery = (query: FlowQuery) =>
  infiniteQueryOptions({
    queryKey: ["flows", "list", "pages", query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<Page<Flow>>(pageParam, signal)
        : data(api.GET("/api/v1/flows/", { params: { query: { ...query, limit: 50 } }, signal })),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const flowQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "one", slug],
    queryFn: ({ signal }) => data(api.GET("/api/v1/flows/{slug}/", { ...at(slug), signal })),
  });

export interface DraftWithTag extends Draft {
  etag: string;
}

async function tagged(
  answer: Promise<{ data?: unknown; response: Response }>,
): Promise<DraftWithTag> {
  const { data: draft, response } = await answer;
  const { revision, ...rest } = draft as Draft;
  return { ...rest, revision, etag: response.headers.get("etag") ?? `"${revision}"` };
}

export const draftQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "draft", slug],
    queryFn: ({ signal }) =>
      tagged(api.GET("/api/v1/flows/{slug}/draft/", { ...at(slug), signal })),
    // The working copy is built on it: it changes when the person saves or reloads, never by itself.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const versionsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "versions", slug],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/flows/{slug}/versions/", {
          params: { path: { slug }, query: { limit: MOST } },
          signal,
        }),
      ),
  });

export const versionQuery = (slug: string, number: number) =>
  queryOptions({
    queryKey: ["flows", "version", slug, number],
    queryFn: async ({ signal }) =>
      (await data(
        api.GET("/api/v1/flows/{slug}/versions/{number}/", {
          params: { path: { slug, number } },
          signal,
        }),
      )) as unknown as Version,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Whose samples: those of a step (`outer.inner` inside a for-each), or what another step gave. */
export interface SampleSource {
  step: string;
  output_of?: string;
  port?: string;
}

/** What a step received in recent executions, newest first. */
export const samplesQuery = (slug: string, source: SampleSource, limit = 10) =>
  queryOptions({
    queryKey: ["flows", "samples", slug, source, limit],
    queryFn: async ({ signal }) =>
      (
        await data(
          api.GET("/api/v1/flows/{slug}/samples/", {
            params: { path: { slug }, query: { ...source, limit } },
            signal,
          }),
        )
      ).results as Sample[],
  });

export const createFlow = (flow: { slug: string; name: string; definition?: FlowDefinition }) =>
  data(
    api.POST("/api/v1/flows/", {
      body: { ...flow, definition: flow.definition && body(flow.definition) },
    }),
  );

export const importFlow = (definition: JsonObject, publish: boolean) =>
  data(api.POST("/api/v1/flows/import/", { body: { definition, publish } }));

export const exportFlow = async (slug: string) =>
  (await data(api.GET("/api/v1/flows/{slug}/export/", at(slug)))) as unknown as FlowDefinition;

export const removeFlow = (slug: string) => data(api.DELETE("/api/v1/flows/{slug}/", at(slug)));

export const pauseFlow = (slug: string) => data(api.POST("/api/v1/flows/{slug}/pause/", at(slug)));

export const resumeFlow = (slug: string) =>
  data(api.POST("/api/v1/flows/{slug}/resume/", at(slug)));

export const saveDraft = (slug: string, definition: FlowDefinition, etag: string) =>
  tagged(
    api.PUT("/api/v1/flows/{slug}/draft/", {
      params: { path: { slug }, header: { "If-Match": etag } },
      body: { definition: body(definition) },
    }),
  );

export const validateDraft = async (
  slug: string,
  definition: FlowDefinition,
  signal?: AbortSignal,
): Promise<Problem[]> =>
  (
    await data(
      api.POST("/api/v1/flows/{slug}/draft/validate/", {
        ...at(slug),
        body: { definition: body(definition) },
        signal,
      }),
    )
  ).problems;

export const publishFlow = (slug: string, note: string, etag: string) =>
  data(
    api.POST("/api/v1/flows/{slug}/publish/", {
      params: { path: { slug }, header: { "If-Match": etag } },
      body: { note },
    }),
  );

export const webhookSecretQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "webhook-secret", slug],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/flows/{slug}/webhook-secret/", { ...at(slug), signal })),
  });

export const rotateWebhookSecret = (slug: string) =>
  data(api.POST("/api/v1/flows/{slug}/webhook-secret/", at(slug)));
