import { Button, Group } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { RowSelectionState } from "@tanstack/react-table";
import { useState } from "react";
import { Link } from "react-router";
import { recordsQuery } from "@/api/resources/batches";
import type { BatchProgress, BatchRecord, Quality } from "@/api/types";
import { type ColumnDef, DataTable } from "@/ui/DataTable";
import { JsonView } from "@/ui/JsonView";
import { Panel } from "@/ui/Panel";
import { moreOf } from "@/ui/paging";
import { ErrorState, LoadingRows } from "@/ui/states";
import { TwoLines } from "@/ui/TwoLines";
import { count } from "@/ui/time";
import classes from "./Batch.module.css";
import { RedriveRecords } from "./RedriveRecords";

const COLUMNS: ColumnDef<BatchRecord, unknown>[] = [
  { id: "line", header: "Line", size: 90, cell: ({ row }) => count(row.original.line) },
  {
    id: "code",
    header: "Cause",
    size: 170,
    meta: { roomy: "late" },
    cell: ({ row }) => row.original.code,
  },
  {
    id: "message",
    header: "What happened",
    cell: ({ row }) => <TwoLines title={row.original.message}>{row.original.message}</TwoLines>,
  },
  { id: "status", header: "State", size: 150, cell: ({ row }) => <State record={row.original} /> },
];

interface Props {
  execution: string;
  progress: BatchProgress;
  mayOperate: boolean;
  causes: Quality["causes"];
}

const isRedrivable = (row: BatchRecord) => row.redrivable;

/** The dead letters of a batch: one for each record, to be looked at and redriven by itself. */
export function FailedRecords({ execution, progress, mayOperate, causes }: Props) {
  const records = useInfiniteQuery(recordsQuery(execution, progress.step));
  const [selected, setSelected] = useState<RowSelectionState>({});
  const [open, setOpen] = useState<BatchRecord | null>(null);
  const rows = records.data?.pages.flatMap((page) => page.results) ?? [];
  const chosen = rows.filter((row) => selected[row.number] && row.redrivable);
  const known = rows.length + (records.hasNextPage ? 1 : 0);
  const stale = known < progress.failed + progress.indeterminate && !records.hasNextPage;
  if (records.isPending) return <LoadingRows rows={3} />;
  if (records.isLoadingError)
    return <ErrorState error={records.error} onRetry={() => records.refetch()} />;
  return (
    <Panel title="Records that failed" flush>
      <Causes causes={causes} />
      <DataTable
        label="Records that failed"
        storageKey="batches.records"
        columns={COLUMNS}
        rows={rows}
        height={rows.length > 12 ? "460px" : undefined}
        idOf={(row) => String(row.number)}
        onOpen={(row) => setOpen(open?.number === row.number ? null : row)}
        bare
        selection={
          mayOperate ? { value: selected, onChange: setSelected, fits: isRedrivable } : undefined
        }
        more={moreOf(records)}
        toolbar={
          <Group gap="xs">
            {mayOperate && (
              <RedriveRecords
                execution={execution}
                step={progress.step}
                chosen={chosen.map((row) => row.number)}
                onDone={() => setSelected({})}
              />
            )}
            {stale && (
              <Button size="xs" variant="default" onClick={() => records.refetch()}>
                Show newer ones
              </Button>
            )}
          </Group>
        }
      />
      {open && (
        <div className={classes.record}>
          <strong>
            Line {count(open.line)}
            {open.path ? ` · ${open.path}` : ""}
          </strong>
          <p>{open.message}</p>
          <JsonView value={open.record} copy label="The record as it came" />
        </div>
      )}
    </Panel>
  );
}

function Causes({ causes }: { causes: Quality["causes"] }) {
  if (causes.length === 0) return null;
  return (
    <ul className={classes.causes} aria-label="Causes">
      {causes.slice(0, 5).map((one) => (
        <li key={`${one.code} ${one.message}`}>
          <strong>{count(one.count)} ×</strong> {one.message}
        </li>
      ))}
    </ul>
  );
}

function State({ record }: { record: BatchRecord }) {
  if (record.redriven_by) return <Link to={`/executions/${record.redriven_by}`}>Redriven</Link>;
  if (record.status === "indeterminate") return "In doubt";
  return record.redrivable ? "Failed" : "Unreadable";
}
