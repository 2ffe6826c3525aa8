import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { systemsQuery } from "@/api/resources/connections";
import type { System } from "@/api/types";
import { useMe } from "@/app/session/session";
import { type ColumnDef, DataTable } from "@/ui/DataTable";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import classes from "./Connections.module.css";
import { SystemForm } from "./SystemForm";

const EDITORS = ["administrator", "steward"];
const NEW: System = {
  slug: "",
  name: "",
  kind: "",
  owner: "",
  description: "",
  allowed_private_hosts: [],
};

const COLUMNS: ColumnDef<System, unknown>[] = [
  { id: "name", header: "System", size: 220, cell: ({ row }) => row.original.name },
  { id: "kind", header: "Kind", size: 140, cell: ({ row }) => row.original.kind || "–" },
  { id: "owner", header: "Owner", size: 200, cell: ({ row }) => row.original.owner || "–" },
  {
    id: "private",
    header: "Private addresses",
    cell: ({ row }) =>
      (row.original.allowed_private_hosts ?? []).join(", ") || "none, public ones only",
  },
];

/** The outside parties. Addresses inside private networks are allowed here, by administrators. */
export function Systems() {
  const me = useMe();
  const query = useQuery(systemsQuery);
  const [edited, setEdited] = useState<System | null>(null);
  const mayEdit = me.roles.some((role) => EDITORS.includes(role));
  return (
    <section className={classes.systems} aria-label="Systems">
      <div className={classes.heading}>
        <h2>Systems</h2>
        {mayEdit && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setEdited(NEW)}
          >
            New system
          </Button>
        )}
      </div>
      {query.isLoadingError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <DataTable
          label="Systems"
          storageKey="systems"
          columns={COLUMNS}
          plain
          rows={query.data ?? []}
          idOf={(row) => row.slug}
          onOpen={mayEdit ? setEdited : undefined}
          empty={
            query.isPending ? (
              <LoadingRows rows={2} />
            ) : (
              <EmptyState title="No systems">
                A system is the outside party that connections lead to.
              </EmptyState>
            )
          }
        />
      )}
      {edited && <SystemForm system={edited} onClose={() => setEdited(null)} />}
    </section>
  );
}
