/** The cache of server state. */

import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./problem";

const MOST_RETRIES = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // Without a network a request fails and says so; else a page would wait for ever without a word.
        networkMode: "always",
        retry: (failures, error) =>
          failures < MOST_RETRIES && error instanceof ApiProblem && error.transient,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
