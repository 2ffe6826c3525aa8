import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";
import type { FlowPermission, HolderKind } from "../types";

/** What each role, and each person beside their roles, may do with the flow. */
export const flowRightsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "rights", slug],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/flows/{slug}/rights/", { params: { path: { slug } }, signal })),
  });

/** Exactly these rights, and no other; the answer tells what everybody holds then. */
export const giveFlowRights = (
  slug: string,
  kind: HolderKind,
  name: string,
  rights: FlowPermission[],
) =>
  data(
    api.PUT("/api/v1/flows/{slug}/rights/{kind}/{name}/", {
      params: { path: { slug, kind, name } },
      body: { rights },
    }),
  );
