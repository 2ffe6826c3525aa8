import { Button } from "@mantine/core";
import {
  type ColumnDef,
  getCoreRowModel,
  type RowSelectionState,
  useReactTable,
  type VisibilityState,
} from "@tanstack/react-table";
import type { ReactNode } from "react";
import { ColumnChooser } from "./ColumnChooser";
import { DataGrid } from "./DataGrid";
import classes from "./DataTable.module.css";
import type { More } from "./paging";
import { useStored } from "./useStored";

export type { ColumnDef };

export interface DataTableProps<Row> {
  /** Names the table for assistive technology, and its stored choice of columns. */
  label: string;
  storageKey: string;
  columns: ColumnDef<Row, unknown>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Hidden until the person chooses them. */
  hiddenAtFirst?: readonly string[];
  /** Without the bar of filters and columns, for short tables. */
  plain?: boolean;
  /** Without a border of its own, inside a panel that has one. */
  bare?: boolean;
  /** Left of the column chooser: filters. */
  toolbar?: ReactNode;
  selection?: {
    value: RowSelectionState;
    onChange: (value: RowSelectionState) => void;
    /** Which rows can be chosen; all, without it. */
    fits?: (row: Row) => boolean;
  };
  more?: More;
  /** Shown in place of rows. */
  empty?: ReactNode;
  /** Takes the height its parent (a flex column) leaves; the rows scroll inside, and only those in
   * sight are built. Without it the table is as high as its rows. */
  fill?: boolean;
  /** As `fill`, with a CSS height of its own. */
  height?: string;
  /** Called with the row for one-off marks, for example a row that has just arrived. */
  markOf?: (row: Row) => string | undefined;
}

/** A dense table: 36 px rows, chosen columns, keyset paging, arrow keys between rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const [visibility, setVisibility] = useStored<VisibilityState>(
    `columns.${props.storageKey}`,
    Object.fromEntries((props.hiddenAtFirst ?? []).map((id) => [id, false])),
  );
  const table = useReactTable<Row>({
    data: props.rows as Row[],
    columns: props.columns,
    state: { columnVisibility: visibility, rowSelection: props.selection?.value ?? {} },
    onColumnVisibilityChange: (change) =>
      setVisibility(typeof change === "function" ? change(visibility) : change),
    onRowSelectionChange: (change) => {
      const before = props.selection?.value ?? {};
      props.selection?.onChange(typeof change === "function" ? change(before) : change);
    },
    getCoreRowModel: getCoreRowModel(),
    getRowId: props.idOf,
    // Columns without a size share what the others leave.
    defaultColumn: { size: 0 },
    enableRowSelection: ({ original }) => props.selection?.fits?.(original) ?? true,
  });
  return (
    <div
      className={classes.frame}
      data-fill={props.fill || undefined}
      data-bare={props.bare || undefined}
    >
      {!props.plain && (
        <div className={classes.toolbar}>
          <div className={classes.filters}>{props.toolbar}</div>
          <ColumnChooser table={table} />
        </div>
      )}
      <DataGrid {...props} table={table} />
      {props.more?.available && (
        <div className={classes.more}>
          <Button
            variant="default"
            size="xs"
            loading={props.more.loading}
            onClick={props.more.load}
          >
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}
