import { Anchor, Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { connectionsQuery } from "@/api/resources/catalogue";
import type { Connection } from "@/api/types";
import { useMe } from "@/app/session/session";
import { type ColumnDef, DataTable } from "@/ui/DataTable";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { RelativeTime } from "@/ui/RelativeTime";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { HealthBadge } from "./HealthBadge";
import { Systems } from "./Systems";

const MAKERS = ["analyst", "administrator"];

const COLUMNS: ColumnDef<Connection, unknown>[] = [
  {
    id: "name",
    header: "Connection",
    cell: ({ row }) => (
      <Anchor component={Link} to={`/connections/${row.original.slug}`} size="sm">
        {row.original.name}
      </Anchor>
    ),
  },
  {
    id: "health",
    header: "Health",
    size: 140,
    cell: ({ row }) => <HealthBadge health={row.original.health} />,
  },
  { id: "connector", header: "Connector", size: 120, cell: ({ row }) => row.original.connector },
  { id: "system", header: "System", size: 200, cell: ({ row }) => row.original.system ?? "–" },
  {
    id: "test",
    header: "Last test",
    cell: ({ row }) => row.original.last_test?.message ?? "never tested",
  },
  {
    id: "tested",
    header: "Tested",
    size: 130,
    cell: ({ row }) => <RelativeTime at={row.original.last_test?.at} />,
  },
];

export function ConnectionList() {
  const navigate = useNavigate();
  const me = useMe();
  const query = useQuery(connectionsQuery);
  const mayMake = me.roles.some((role) => MAKERS.includes(role));
  const create = mayMake ? (
    <Button
      size="xs"
      component={Link}
      to="/connections/new"
      leftSection={<IconPlus size={14} aria-hidden />}
    >
      New connection
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Connections"
        description="Each is a connector with an address and credentials, towards one system."
        actions={create}
      />
      <PageBody>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <DataTable
            label="Connections"
            storageKey="connections"
            columns={COLUMNS}
            rows={query.data ?? []}
            idOf={(row) => row.slug}
            onOpen={(row) => navigate(`/connections/${row.slug}`)}
            empty={
              query.isPending ? (
                <LoadingRows rows={3} />
              ) : (
                <EmptyState title="No connections" actions={create}>
                  A flow's call steps go through a connection. None exists that you may see.
                </EmptyState>
              )
            }
          />
        )}
        <Systems />
      </PageBody>
    </>
  );
}
