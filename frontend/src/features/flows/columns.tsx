import { Anchor } from "@mantine/core";
import { IconPencil, IconTerminal2 } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Flow, FlowCounts } from "@/api/types";
import { WayTo } from "@/app/WayTo";
import type { ColumnDef } from "@/ui/DataTable";
import { RelativeTime } from "@/ui/RelativeTime";
import { StatusBadge } from "@/ui/StatusBadge";
import { lookOf } from "@/ui/status";
import { count, countOf } from "@/ui/time";
import classes from "./flows.module.css";
import { pageOf } from "./page";

type Status = keyof FlowCounts;

const TONES: Partial<Record<Status, string>> = {
  failed: "bad",
  indeterminate: "unsure",
  open: "running",
};

/** A count that leads to its executions; nothing is quiet, something is coloured. */
function counted(status: Status, title: string, size: number): ColumnDef<Flow, unknown> {
  return {
    id: status,
    header: title,
    size,
    meta: { align: "right" },
    cell: ({ row }) => {
      const value = row.original.counts[status];
      if (value === 0) return <span className={classes.none}>0</span>;
      const filter = status === "open" ? "" : `&status=${status}`;
      return (
        <Link
          to={`/executions?flow=${row.original.slug}${filter}`}
          className={classes.count}
          data-tone={TONES[status]}
          aria-label={`${count(value)} ${title.toLowerCase()}`}
        >
          {count(value)}
        </Link>
      );
    },
  };
}

/** Those that wait for a person, and the way to them for who may go it. */
function OpenLetters({ flow }: { flow: Flow }) {
  const letters = flow.dead_letters;
  if (letters === 0) return <span className={classes.none}>0</span>;
  return (
    <WayTo
      to={`/dead-letters?flow=${flow.slug}`}
      aria-label={countOf(letters, "dead letter")}
      className={classes.count}
      data-tone="bad"
    >
      {count(letters)}
    </WayTo>
  );
}

export const COLUMNS: ColumnDef<Flow, unknown>[] = [
  {
    id: "name",
    header: "Flow",
    size: 256,
    enableHiding: false,
    cell: ({ row }) => (
      <Anchor
        component={Link}
        to={pageOf(row.original)}
        className={classes.name}
        title={row.original.name}
      >
        {row.original.name}
      </Anchor>
    ),
  },
  { id: "slug", header: "Slug", size: 180, cell: ({ row }) => <code>{row.original.slug}</code> },
  {
    id: "state",
    header: "State",
    size: 146,
    cell: ({ row }) => (
      <span className={classes.state}>
        <StatusBadge of="flow" status={row.original.state} />
        {row.original.live_version !== null && <span>v{row.original.live_version}</span>}
        {row.original.live_version !== null && row.original.has_unpublished_changes && (
          <span className={classes.pending} title="The draft differs from the live version">
            <IconPencil size={12} role="img" aria-label="The draft differs from the live version" />
          </span>
        )}
      </span>
    ),
  },
  { id: "trigger", header: "Trigger", size: 84, cell: ({ row }) => row.original.trigger_kind },
  counted("open", "Open", 64),
  counted("succeeded", lookOf("succeeded").word, 100),
  counted("failed", lookOf("failed").word, 68),
  {
    id: "dead",
    header: "Dead letters",
    size: 104,
    meta: { align: "right" },
    cell: ({ row }) => <OpenLetters flow={row.original} />,
  },
  counted("indeterminate", lookOf("indeterminate").word, 118),
  counted("cancelled", lookOf("cancelled").word, 90),
  {
    id: "updated",
    header: "Changed",
    size: 116,
    meta: { align: "right", roomy: true },
    cell: ({ row }) => <RelativeTime at={row.original.updated_at} />,
  },
  {
    id: "use",
    header: "Use",
    size: 48,
    meta: { align: "right" },
    cell: ({ row }) => (
      <Link
        to={`/flows/${row.original.slug}/use`}
        className={classes.use}
        aria-label={`Use ${row.original.name} from outside`}
        title="Use it from outside"
      >
        <IconTerminal2 size={16} aria-hidden />
      </Link>
    ),
  },
];
