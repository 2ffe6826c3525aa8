import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";

export const groupsQuery = () =>
  queryOptions({
    queryKey: ["deadletters", "groups"],
    queryFn: async ({ signal }) =>
      (await data(api.GET("/api/v1/dead-letters/groups/", { signal }))).results,
  });

export const lettersQuery = (group: string) =>
  queryOptions({
    queryKey: ["deadletters", "list", group],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/dead-letters/", { params: { query: { group } }, signal })),
  });

export const redriveGroup = (group: string) =>
  data(api.POST("/api/v1/dead-letters/groups/{group}/redrive/", { params: { path: { group } } }));

export const redriveExecutions = (executions: string[]) =>
  data(api.POST("/api/v1/dead-letters/redrive/", { body: { executions } }));
