import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { meQuery } from "@/api/resources/session";
import { onSignedOut } from "@/api/transport";
import { SignIn } from "@/features/signin/SignIn";
import { ErrorState } from "@/ui/states";
import { SessionContext } from "./session";

/** Shows the console to who is signed in and the sign-in page to everybody else, at any address. */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const me = useQuery(meQuery);

  useEffect(
    () =>
      onSignedOut(() => {
        client.setQueryData(meQuery.queryKey, null);
      }),
    [client],
  );

  if (me.isPending) return null;
  // Who was signed in stays so until the server says otherwise; no answer says nothing.
  if (me.isError && me.data === undefined) {
    return (
      <ErrorState
        error={me.error}
        onRetry={() => me.refetch()}
        title="Fairlead cannot be reached"
      />
    );
  }
  if (!me.data) return <SignIn />;
  return <SessionContext value={me.data}>{children}</SessionContext>;
}
