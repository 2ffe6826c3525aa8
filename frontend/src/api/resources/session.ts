import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";
import { ApiProblem } from "../problem";
import type { Me } from "../types";

/** Who is signed in; null for nobody. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await data(api.GET("/api/v1/me/", { signal }));
    } catch (error) {
      if (error instanceof ApiProblem && (error.status === 401 || error.status === 403))
        return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** What the sign-in page shows before anybody is signed in; it also sets the CSRF cookie. */
export const sessionStateQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => data(api.GET("/api/v1/session/", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const signIn = (username: string, password: string): Promise<Me> =>
  data(api.POST("/api/v1/session/", { body: { username, password } }));

export const signOut = () => data(api.DELETE("/api/v1/session/"));

export const changeOwnPassword = (current: string, password: string) =>
  data(api.POST("/api/v1/me/password/", { body: { current, password } }));
