import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";
import type { NewToken, Scope } from "../types";

const MOST = 200;

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: async ({ signal }) =>
    (await data(api.GET("/api/v1/tokens/", { params: { query: { limit: MOST } }, signal })))
      .results,
});

export interface TokenInput {
  name: string;
  scopes: Scope[];
  days: number;
}

/** The answer holds the token's text, which cannot be had again. */
export const createToken = (body: TokenInput): Promise<NewToken> =>
  data(api.POST("/api/v1/tokens/", { body }));

export const revokeToken = (id: number) =>
  data(api.DELETE("/api/v1/tokens/{id}/", { params: { path: { id } } }));
