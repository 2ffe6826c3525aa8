import type { AuditEntry } from "@/api/types";
import { AnchorTo } from "@/app/WayTo";
import type { ColumnDef } from "@/ui/DataTable";
import { RelativeTime } from "@/ui/RelativeTime";
import { deedOf, detailsInLine, pathOf } from "./words";

export const COLUMNS: ColumnDef<AuditEntry, unknown>[] = [
  {
    id: "at",
    header: "When",
    size: 120,
    cell: ({ row }) => <RelativeTime at={row.original.at} />,
  },
  { id: "actor", header: "Who", size: 130, cell: ({ row }) => row.original.actor },
  {
    id: "summary",
    header: "What",
    enableHiding: false,
    cell: ({ row }) => <span title={row.original.summary}>{deedOf(row.original)}</span>,
  },
  {
    id: "action",
    header: "Action",
    size: 190,
    cell: ({ row }) => <code>{row.original.action}</code>,
  },
  { id: "object", header: "Object", size: 200, cell: ({ row }) => <Target entry={row.original} /> },
  {
    id: "details",
    header: "Details",
    meta: { roomy: true },
    cell: ({ row }) => detailsInLine(row.original.details),
  },
];

function Target({ entry }: { entry: AuditEntry }) {
  const path = pathOf(entry);
  const words = [entry.object_kind, entry.object_id].filter(Boolean).join(" ");
  if (!path) return <span title={words}>{words}</span>;
  return (
    <AnchorTo to={path} title={words}>
      {words}
    </AnchorTo>
  );
}
