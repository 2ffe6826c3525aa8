import { Anchor, Button } from "@mantine/core";
import { IconPlus, IconServer2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { connectionsQuery } from "@/api/resources/catalogue";
import { systemsQuery } from "@/api/resources/connections";
import type { Connection, System } from "@/api/types";
import { useMe } from "@/app/session/session";
import { type ColumnDef, DataTable } from "@/ui/DataTable";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import classes from "./Connections.module.css";
import { HealthBadge } from "./HealthBadge";
import { RestNote } from "./RestNote";
import { SystemForm } from "./SystemForm";

/** Health and rests change by themselves, with the calls of flows. */
const AGAIN_MS = 5_000;
const EDITORS = ["administrator", "steward"];
const NEW: System = {
  slug: "",
  name: "",
  kind: "",
  owner: "",
  description: "",
  allowed_private_hosts: [],
};

/** The outside parties. Addresses inside private networks are allowed here, by administrators. */
export function Systems() {
  const me = useMe();
  const query = useQuery(systemsQuery);
  const columns = useColumns();
  const [edited, setEdited] = useState<System | null>(null);
  const mayEdit = me.roles.some((role) => EDITORS.includes(role));
  const create = mayEdit && (
    <Button
      size="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => setEdited(NEW)}
    >
      New system
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Systems"
        description="The outside parties that connections lead to, and who answers for them."
        actions={create}
      />
      <PageBody>
        {query.isLoadingError ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <DataTable
            label="Systems"
            storageKey="systems"
            columns={columns}
            plain
            rows={query.data ?? []}
            idOf={(row) => row.slug}
            onOpen={mayEdit ? setEdited : undefined}
            empty={
              query.isPending ? (
                <LoadingRows rows={2} />
              ) : (
                <EmptyState title="No systems" icon={IconServer2} actions={create}>
                  A system is the outside party that connections lead to: an ERP, a directory, a
                  supplier. Connections can be made once it exists.
                </EmptyState>
              )
            }
          />
        )}
        {edited && <SystemForm system={edited} onClose={() => setEdited(null)} />}
      </PageBody>
    </>
  );
}

function useColumns(): ColumnDef<System, unknown>[] {
  const { data: connections = [] } = useQuery({ ...connectionsQuery, refetchInterval: AGAIN_MS });
  return useMemo(
    () => [
      {
        id: "name",
        header: "System",
        size: 200,
        cell: ({ row }) => <span title={row.original.description}>{row.original.name}</span>,
      },
      { id: "kind", header: "Kind", size: 110, cell: ({ row }) => row.original.kind || "–" },
      { id: "owner", header: "Owner", size: 140, cell: ({ row }) => row.original.owner || "–" },
      {
        id: "connections",
        header: "Connections",
        cell: ({ row }) => (
          <Led connections={connections.filter((one) => one.system === row.original.slug)} />
        ),
      },
      {
        id: "private",
        header: "Private addresses",
        size: 180,
        cell: ({ row }) => {
          const hosts = (row.original.allowed_private_hosts ?? []).join(", ");
          return <span title={hosts}>{hosts || "none, public ones only"}</span>;
        },
      },
    ],
    [connections],
  );
}

/** The connections to a system, each with its health, and until when it is left alone. */
function Led({ connections }: { connections: readonly Connection[] }) {
  if (connections.length === 0) return <>none</>;
  return (
    <span className={classes.led}>
      {connections.map((one) => (
        <span key={one.slug}>
          <Anchor component={Link} to={`/connections/${one.slug}`} size="sm">
            {one.name}
          </Anchor>
          <HealthBadge health={one.health} message={one.health_message} />
          <RestNote connection={one} />
        </span>
      ))}
    </span>
  );
}
