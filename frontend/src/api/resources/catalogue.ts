import { queryOptions } from "@tanstack/react-query";
import { get } from "../http";
import type { Connection, ConnectorManifest, JsonSchema, Kind, Page } from "../types";

const SELDOM = 5 * 60_000;

/** Catalogue endpoints answer a plain list or a page; both are read. */
function listed<T>(answer: T[] | Page<T>): T[] {
  return Array.isArray(answer) ? answer : answer.results;
}

export const stepKindsQuery = queryOptions({
  queryKey: ["step-kinds"],
  queryFn: async ({ signal }) => listed(await get<Kind[] | Page<Kind>>("/step-kinds/", { signal })),
  staleTime: SELDOM,
});

export const triggerKindsQuery = queryOptions({
  queryKey: ["trigger-kinds"],
  queryFn: async ({ signal }) =>
    listed(await get<Kind[] | Page<Kind>>("/trigger-kinds/", { signal })),
  staleTime: SELDOM,
});

export const connectorsQuery = queryOptions({
  queryKey: ["connectors"],
  queryFn: async ({ signal }) =>
    listed(await get<ConnectorManifest[] | Page<ConnectorManifest>>("/connectors/", { signal })),
  staleTime: SELDOM,
});

export const connectorQuery = (name: string) =>
  queryOptions({
    queryKey: ["connectors", name],
    queryFn: ({ signal }) =>
      get<ConnectorManifest>(`/connectors/${encodeURIComponent(name)}/`, { signal }),
    staleTime: SELDOM,
  });

export const connectionsQuery = queryOptions({
  queryKey: ["connections", "list"],
  queryFn: async ({ signal }) =>
    listed(await get<Connection[] | Page<Connection>>("/connections/", { signal })),
});

/** The fields of a target (for example a model of an ERP), as a JSON Schema. */
export const describeQuery = (connection: string, target: string) =>
  queryOptions({
    queryKey: ["connections", "describe", connection, target],
    queryFn: async ({ signal }) =>
      (
        await get<{ schema: JsonSchema }>(
          `/connections/${encodeURIComponent(connection)}/describe/`,
          { query: { target }, signal },
        )
      ).schema,
    staleTime: SELDOM,
  });
