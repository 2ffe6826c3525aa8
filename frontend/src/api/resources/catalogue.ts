import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";
import type { Connection, ConnectorManifest, JsonSchema, Kind } from "../types";

const SELDOM = 5 * 60_000;
const MOST = 200;

export const stepKindsQuery = queryOptions({
  queryKey: ["step-kinds"],
  queryFn: async ({ signal }) => (await data(api.GET("/api/v1/step-kinds/", { signal }))) as Kind[],
  staleTime: SELDOM,
});

export const triggerKindsQuery = queryOptions({
  queryKey: ["trigger-kinds"],
  queryFn: async ({ signal }) =>
    (await data(api.GET("/api/v1/trigger-kinds/", { signal }))) as Kind[],
  staleTime: SELDOM,
});

export const connectorsQuery = queryOptions({
  queryKey: ["connectors"],
  queryFn: async ({ signal }) =>
    (await data(api.GET("/api/v1/connectors/", { signal }))) as ConnectorManifest[],
  staleTime: SELDOM,
});

export const connectorQuery = (name: string) =>
  queryOptions({
    queryKey: ["connectors", name],
    queryFn: async ({ signal }) =>
      (await data(
        api.GET("/api/v1/connectors/{name}/", { params: { path: { name } }, signal }),
      )) as ConnectorManifest,
    staleTime: SELDOM,
  });

export const connectionsQuery = queryOptions({
  queryKey: ["connections", "list"],
  queryFn: async ({ signal }) =>
    (await data(api.GET("/api/v1/connections/", { params: { query: { limit: MOST } }, signal })))
      .results as Connection[],
});

/** The fields of a target (for example a model of an ERP), as a JSON Schema. */
export const describeQuery = (slug: string, target: string) =>
  queryOptions({
    queryKey: ["connections", "describe", slug, target],
    queryFn: async ({ signal }) =>
      (
        await data(
          api.GET("/api/v1/connections/{slug}/describe/", {
            params: { path: { slug }, query: { target } },
            signal,
          }),
        )
      ).schema as JsonSchema,
    staleTime: SELDOM,
    retry: false,
  });
