import { Button } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { tokensQuery } from "@/api/resources/tokens";
import { useMe } from "@/app/session/session";
import { DataTable } from "@/ui/DataTable";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { columnsFor } from "./columns";
import { NewToken } from "./NewToken";
import { scopesOf } from "./scopes";

/** The person's own tokens. `?new=…&scopes=…` opens the form, filled in as a link asks for. */
export function Tokens() {
  const tokens = useQuery(tokensQuery);
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("new");
  const open = () => setSearch({ new: "" });
  const create = (
    <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={open}>
      New token
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Tokens"
        description={
          me.roles.includes("administrator")
            ? "For programs that act in a person's name: everybody's. A token may never do more than its owner, and ends by itself."
            : "For programs that act in your name. A token may never do more than you, and ends by itself."
        }
        actions={create}
      />
      <PageBody>
        {tokens.isLoadingError ? (
          <ErrorState error={tokens.error} onRetry={() => tokens.refetch()} />
        ) : (
          <DataTable
            label="Tokens"
            storageKey="tokens"
            columns={columnsFor(me.roles)}
            plain
            rows={tokens.data ?? []}
            idOf={(row) => String(row.id)}
            empty={
              tokens.isPending ? (
                <LoadingRows rows={3} />
              ) : (
                <EmptyState title="No tokens yet" icon={IconKey} actions={create}>
                  A program needs a token to send messages to a flow, or to use the API.
                </EmptyState>
              )
            }
          />
        )}
        {asked !== null && (
          <NewToken
            preset={{ name: asked, scopes: scopesOf(search.get("scopes")) }}
            onClose={() => setSearch({}, { replace: true })}
          />
        )}
      </PageBody>
    </>
  );
}
