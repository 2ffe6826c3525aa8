import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";
import type { ConnectionPermission, FlowPermission, HolderKind } from "../types";

const at = (slug: string) => ({ params: { path: { slug } } });

/** Exactly these rights for one role or person, and no other. */
export interface Wish<Name extends string> {
  kind: HolderKind;
  name: string;
  rights: Name[];
}

/** What each role, and each person beside their roles, may do with the flow. */
export const flowRightsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "rights", slug],
    queryFn: ({ signal }) => data(api.GET("/api/v1/flows/{slug}/rights/", { ...at(slug), signal })),
  });

/** The answer tells what everybody holds then. */
export const giveFlowRights = (slug: string, { kind, name, rights }: Wish<FlowPermission>) =>
  data(
    api.PUT("/api/v1/flows/{slug}/rights/{kind}/{name}/", {
      params: { path: { slug, kind, name } },
      body: { rights },
    }),
  );

/** What each role, and each person beside their roles, may do with the connection. */
export const connectionRightsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["connections", "rights", slug],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/connections/{slug}/rights/", { ...at(slug), signal })),
  });

/** The answer tells what everybody holds then. */
export const giveConnectionRights = (
  slug: string,
  { kind, name, rights }: Wish<ConnectionPermission>,
) =>
  data(
    api.PUT("/api/v1/connections/{slug}/rights/{kind}/{name}/", {
      params: { path: { slug, kind, name } },
      body: { rights },
    }),
  );
