import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";
import type { Connection, JsonObject, System } from "../types";

const MOST = 200;
const at = (slug: string) => ({ params: { path: { slug } } });

/** What the form of a connection sends. A secret that is not named stays as it is. */
export interface ConnectionInput {
  name: string;
  system: string;
  config: JsonObject;
  /** null takes a secret away. */
  secrets: Record<string, string | null>;
  max_concurrency: number;
  requests_per_minute: number | null;
}

export const connectionQuery = (slug: string) =>
  queryOptions({
    queryKey: ["connections", "one", slug],
    queryFn: async ({ signal }) =>
      (await data(api.GET("/api/v1/connections/{slug}/", { ...at(slug), signal }))) as Connection,
  });

export const systemsQuery = queryOptions({
  queryKey: ["systems"],
  queryFn: async ({ signal }) =>
    (await data(api.GET("/api/v1/systems/", { params: { query: { limit: MOST } }, signal })))
      .results as System[],
});

export const createConnection = (slug: string, connector: string, input: ConnectionInput) =>
  data(api.POST("/api/v1/connections/", { body: { slug, connector, ...input } }));

export const changeConnection = (slug: string, input: Partial<ConnectionInput>) =>
  data(api.PATCH("/api/v1/connections/{slug}/", { ...at(slug), body: input }));

export const removeConnection = (slug: string) =>
  data(api.DELETE("/api/v1/connections/{slug}/", at(slug)));

export const testConnection = (slug: string) =>
  data(api.POST("/api/v1/connections/{slug}/test/", at(slug)));

export const createSystem = (body: System) => data(api.POST("/api/v1/systems/", { body }));

export const removeSystem = (slug: string) => data(api.DELETE("/api/v1/systems/{slug}/", at(slug)));

export const changeSystem = (slug: string, body: Partial<System>) =>
  data(api.PATCH("/api/v1/systems/{slug}/", { ...at(slug), body }));
