import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, use, useCallback } from "react";
import { meQuery, signOut } from "@/api/resources/session";
import type { Me } from "@/api/types";

export const SessionContext = createContext<Me | null>(null);

/** Who is signed in. Only for components inside the session gate. */
export function useMe(): Me {
  const me = use(SessionContext);
  if (!me) throw new Error("useMe needs the session gate above it");
  return me;
}

/** Drops what was read for another person. The question who is signed in stays, since it is watched. */
export function forgetOthers(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
}

/** Ends the session and forgets everything that was read during it. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await signOut();
    forgetOthers(client);
    client.setQueryData(meQuery.queryKey, null);
  }, [client]);
}
