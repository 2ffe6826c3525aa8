/** The cache of server state. */

import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isThere } from "./health";
import { ApiProblem } from "./problem";

const MOST_RETRIES = 2;
const AGAIN_MS = 3_000;

export function createQueryClient(againMs = AGAIN_MS): QueryClient {
  const queryCache = new QueryCache({
    onError: (error) => {
      if (isTransient(error)) askAgain();
    },
  });
  const client = new QueryClient({
    queryCache,
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // Without a network a request fails and says so; else a page would wait for ever without a word.
        networkMode: "always",
        retry: (failures, error) => failures < MOST_RETRIES && isTransient(error),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  const askAgain = whenThere(() => refetchFailed(client), againMs);
  return client;
}

const isTransient = (error: unknown): boolean => error instanceof ApiProblem && error.transient;

/** Runs `act` once the server answers again; asking for it more often does not run it more often. */
function whenThere(act: () => void, everyMs: number): () => void {
  let waiting = false;
  const look = async () => {
    if (!(await isThere())) return later();
    waiting = false;
    act();
  };
  const later = () => void setTimeout(() => void look(), everyMs);
  return () => {
    if (waiting) return;
    waiting = true;
    later();
  };
}

/** Reads anew what is on the page and could not be read. */
const refetchFailed = (client: QueryClient) =>
  void client.refetchQueries({
    type: "active",
    predicate: ({ state }) => state.status === "error" && isTransient(state.error),
  });
