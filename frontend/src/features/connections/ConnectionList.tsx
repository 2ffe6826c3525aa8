import { Anchor, Button, TextInput } from "@mantine/core";
import { IconPlugConnected, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { connectionsQuery, connectorsQuery } from "@/api/resources/catalogue";
import { systemsQuery } from "@/api/resources/connections";
import type { Connection } from "@/api/types";
import { useMe } from "@/app/session/session";
import { type ColumnDef, DataTable } from "@/ui/DataTable";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { RelativeTime } from "@/ui/RelativeTime";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import classes from "./Connections.module.css";
import { HealthBadge } from "./HealthBadge";
import { knownOf } from "./health";
import { RestNote } from "./RestNote";
import { mayMake } from "./words";

/** Health changes by itself, with the calls of flows. */
const AGAIN_MS = 5_000;

export function ConnectionList() {
  const navigate = useNavigate();
  const me = useMe();
  const query = useQuery({ ...connectionsQuery, refetchInterval: AGAIN_MS });
  const columns = useColumns();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get("search") ?? "";
  const create = mayMake(me) && (
    <Button
      size="xs"
      component={Link}
      to="/connections/new"
      leftSection={<IconPlus size={14} aria-hidden />}
    >
      New connection
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Connections"
        description="Each is a connector with an address and credentials, towards one system."
        actions={create}
      />
      <PageBody>
        {query.isLoadingError ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <DataTable
            label="Connections"
            storageKey="connections"
            columns={columns}
            rows={(query.data ?? []).filter((one) => matches(one, wanted))}
            idOf={(row) => row.slug}
            onOpen={(row) => navigate(`/connections/${row.slug}`)}
            toolbar={
              <TextInput
                size="xs"
                w={260}
                aria-label="Search connections"
                placeholder="Name, connector or system"
                leftSection={<IconSearch size={14} aria-hidden />}
                value={wanted}
                onChange={(event) => {
                  const text = event.currentTarget.value;
                  setSearch(text ? { search: text } : {}, { replace: true });
                }}
              />
            }
            empty={
              query.isPending ? (
                <LoadingRows rows={3} />
              ) : wanted ? (
                <EmptyState title="Nothing matches the search" />
              ) : (
                <EmptyState title="No connections" icon={IconPlugConnected} actions={create}>
                  A flow's call steps go through a connection. None exists that you may see.
                </EmptyState>
              )
            }
          />
        )}
      </PageBody>
    </>
  );
}

const matches = (one: Connection, wanted: string) =>
  [one.name, one.slug, one.connector, one.system ?? ""]
    .join(" ")
    .toLowerCase()
    .includes(wanted.trim().toLowerCase());

/** How it fares, and until when it is left alone. */
function Known({ connection }: { connection: Connection }) {
  const known = knownOf(connection);
  return (
    <span className={classes.known}>
      <RestNote connection={connection} /> <span title={known}>{known}</span>
    </span>
  );
}

/** The columns, with connectors and systems called by their names. */
function useColumns(): ColumnDef<Connection, unknown>[] {
  const { data: connectors = [] } = useQuery(connectorsQuery);
  const { data: systems = [] } = useQuery(systemsQuery);
  return useMemo(() => {
    const titleOf = (name: string) => connectors.find((one) => one.name === name)?.title ?? name;
    const systemOf = (slug: string | null) =>
      systems.find((one) => one.slug === slug)?.name ?? slug ?? "–";
    return [
      {
        id: "name",
        header: "Connection",
        enableHiding: false,
        size: 190,
        cell: ({ row }) => (
          <Anchor component={Link} to={`/connections/${row.original.slug}`} size="sm">
            {row.original.name}
          </Anchor>
        ),
      },
      {
        id: "health",
        header: "Health",
        size: 120,
        cell: ({ row }) => (
          <HealthBadge health={row.original.health} message={row.original.health_message} />
        ),
      },
      {
        id: "connector",
        header: "Connector",
        size: 130,
        cell: ({ row }) => titleOf(row.original.connector),
      },
      {
        id: "system",
        header: "System",
        size: 200,
        meta: { roomy: true },
        cell: ({ row }) => systemOf(row.original.system),
      },
      {
        id: "known",
        header: "What is known",
        cell: ({ row }) => <Known connection={row.original} />,
      },
      {
        id: "since",
        header: "Changed",
        size: 120,
        cell: ({ row }) => <RelativeTime at={row.original.health_changed_at} />,
      },
      {
        id: "tested",
        header: "Tested by hand",
        size: 140,
        cell: ({ row }) =>
          row.original.last_test ? <RelativeTime at={row.original.last_test.at} /> : "none yet",
      },
    ];
  }, [connectors, systems]);
}
