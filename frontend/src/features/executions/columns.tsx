import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import type { ExecutionRow } from "@/api/types";
import type { ColumnDef } from "@/ui/DataTable";
import { Duration } from "@/ui/Duration";
import { RelativeTime } from "@/ui/RelativeTime";
import { StatusBadge } from "@/ui/StatusBadge";
import { statusOf } from "@/ui/status";
import { TwoLines } from "@/ui/TwoLines";
import { countOf } from "@/ui/time";
import classes from "./ExecutionList.module.css";

const right = { align: "right" };

export const COLUMNS: ColumnDef<ExecutionRow, unknown>[] = [
  {
    id: "status",
    header: "Status",
    size: 148,
    cell: ({ row }) => <StatusBadge status={statusOf(row.original)} variant="plain" />,
  },
  {
    id: "keys",
    header: "Business keys",
    // A share of the room: the rest of it says what went wrong.
    meta: { width: "25%" },
    cell: ({ row }) => <BusinessKeys row={row.original} />,
  },
  {
    id: "flow",
    header: "Flow",
    meta: { width: "16%" },
    cell: ({ row }) => <span title={row.original.flow_name}>{row.original.flow_name}</span>,
  },
  {
    id: "received",
    header: "Received",
    size: 104,
    cell: ({ row }) => <RelativeTime at={row.original.received_at} />,
  },
  {
    id: "duration",
    header: "Duration",
    size: 92,
    meta: { ...right, roomy: "late" },
    cell: ({ row }) => <Duration ms={row.original.duration_ms} />,
  },
  {
    id: "error",
    header: "What went wrong",
    cell: ({ row }) => <WhatWentWrong row={row.original} />,
  },
  {
    id: "attempts",
    header: "Attempts",
    size: 90,
    meta: right,
    cell: ({ row }) => row.original.step_attempts,
  },
  {
    id: "version",
    header: "Version",
    size: 80,
    meta: { ...right, roomy: true },
    cell: ({ row }) => row.original.version,
  },
  {
    id: "trigger",
    header: "Trigger",
    size: 100,
    cell: ({ row }) => row.original.trigger_kind,
  },
  {
    id: "id",
    header: "Execution",
    size: 300,
    cell: ({ row }) => (
      <Text span size="sm" ff="monospace">
        {row.original.id}
      </Text>
    ),
  },
];

export const HIDDEN_AT_FIRST = ["attempts", "trigger", "id"];

function BusinessKeys({ row }: { row: ExecutionRow }) {
  const keys = Object.entries(row.business_keys);
  const words = keys.map(([name, value]) => `${name} ${value}`).join(", ");
  return (
    <Anchor component={Link} to={`/executions/${row.id}`} size="sm" title={words || row.id}>
      {keys.length === 0 && row.id.slice(-12)}
      {keys.map(([name, value], index) => (
        <span key={name}>
          {index > 0 && ", "}
          <span className={classes.key}>{name}</span> {value}
        </span>
      ))}
    </Anchor>
  );
}

/** An execution may succeed although records of its batch did not. */
function FailedRecords({ row }: { row: ExecutionRow }) {
  if (!row.failed_records) return null;
  return <span className={classes.records}>{countOf(row.failed_records, "record")} failed</span>;
}

function WhatWentWrong({ row }: { row: ExecutionRow }) {
  if (!row.error) return <FailedRecords row={row} />;
  const where = row.failed_step_name ? `${row.failed_step_name}: ` : "";
  const step = row.failed_step ? ` (step ${row.failed_step})` : "";
  return (
    <TwoLines title={`${row.error.message}${step}`}>
      {where}
      {row.error.message}
    </TwoLines>
  );
}
