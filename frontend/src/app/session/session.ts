import { useQueryClient } from "@tanstack/react-query";
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

/** Ends the session and forgets everything that was read during it. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await signOut();
    client.clear();
    client.setQueryData(meQuery.queryKey, null);
  }, [client]);
}
