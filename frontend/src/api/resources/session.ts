import { queryOptions } from "@tanstack/react-query";
import { ApiProblem, get, post, remove } from "../http";
import type { Me } from "../types";

/** Who is signed in; null for nobody. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await get<Me>("/me/", { signal });
    } catch (error) {
      if (error instanceof ApiProblem && (error.status === 401 || error.status === 403))
        return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const signIn = (username: string, password: string) =>
  post<Me>("/session/", { username, password });

export const signOut = () => remove("/session/");
