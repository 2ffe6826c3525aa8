import { Checkbox } from "@mantine/core";
import { flexRender, type Table } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useRef } from "react";
import type { DataTableProps } from "./DataTable";
import classes from "./DataTable.module.css";

const ROW_HEIGHT = 36;

/** The rows of a `DataTable`; only those in sight are built when the table has a height. */
export function DataGrid<Row>({ table, ...props }: DataTableProps<Row> & { table: Table<Row> }) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = table.getRowModel().rows;
  const scrolls = Boolean(props.height || props.fill);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    enabled: scrolls,
  });
  const items = scrolls ? virtual.getVirtualItems() : rows.map((_, index) => ({ index }));
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? -1;
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      style={props.height ? { height: props.height } : undefined}
    >
      <table
        className={classes.table}
        data-fixed={isFixed(table) || undefined}
        data-gives={givesWay(table) || undefined}
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
      >
        <Head table={table} selectable={Boolean(props.selection)} />
        <tbody onKeyDown={moveBetweenRows}>
          <Spacer rows={first} />
          {items.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <tr
                key={row.id}
                aria-rowindex={index + 2}
                aria-selected={props.selection ? row.getIsSelected() : undefined}
                data-mark={props.markOf?.(row.original)}
                data-openable={Boolean(props.onOpen) || undefined}
                tabIndex={props.onOpen ? 0 : undefined}
                onClick={(event) => {
                  if (!isControl(event.target)) props.onOpen?.(row.original);
                }}
                onKeyDown={(event) => {
                  if (event.key === "Enter" && event.target === event.currentTarget)
                    props.onOpen?.(row.original);
                }}
              >
                {props.selection && (
                  <td className={classes.check}>
                    <Checkbox
                      size="xs"
                      aria-label="Select this row"
                      checked={row.getIsSelected()}
                      disabled={!row.getCanSelect()}
                      onChange={row.getToggleSelectedHandler()}
                    />
                  </td>
                )}
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} {...looksOf(cell.column.columnDef.meta)}>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer rows={rows.length - 1 - last} />
        </tbody>
      </table>
      {rows.length === 0 && props.empty}
    </div>
  );
}

function Head<Row>({ table, selectable }: { table: Table<Row>; selectable: boolean }) {
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {selectable && (
            <th scope="col" className={classes.check}>
              <Checkbox
                size="xs"
                aria-label="Select all rows shown"
                checked={table.getIsAllRowsSelected()}
                disabled={!table.getRowModel().rows.some((row) => row.getCanSelect())}
                indeterminate={table.getIsSomeRowsSelected()}
                onChange={table.getToggleAllRowsSelectedHandler()}
              />
            </th>
          )}
          {group.headers.map((header) => (
            <th
              key={header.id}
              scope="col"
              {...looksOf(header.column.columnDef.meta)}
              style={widthOf(header.column.columnDef)}
            >
              {flexRender(header.column.columnDef.header, header.getContext())}
            </th>
          ))}
        </tr>
      ))}
    </thead>
  );
}

function Spacer({ rows }: { rows: number }) {
  if (rows <= 0) return null;
  return (
    <tr aria-hidden className={classes.spacer}>
      <td style={{ height: rows * ROW_HEIGHT }} />
    </tr>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = (event.target as HTMLElement).closest("tr");
  const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
  if (next instanceof HTMLElement && next.tabIndex >= 0) {
    event.preventDefault();
    next.focus();
  }
}

const isControl = (target: EventTarget) =>
  target instanceof Element && target.closest("a, button, input, label") !== null;

/** What a column may say of itself besides its size. */
interface ColumnMeta {
  /** For numbers. */
  align?: "right";
  /** A share of the table's width, as "25%". */
  width?: string;
  /** Gives way where the table is narrow; "late": only where it is narrower still. */
  roomy?: boolean | "late";
}

const metaOf = (meta: unknown) => (meta ?? {}) as ColumnMeta;

function looksOf(meta: unknown) {
  const { align, roomy } = metaOf(meta);
  return { "data-align": align, "data-roomy": roomy || undefined };
}

/** Once a column says its width none depends on what the rows hold, so nothing shifts with them. */
const isFixed = <Row,>(table: Table<Row>) =>
  table.getAllLeafColumns().some((column) => column.columnDef.size);

const givesWay = <Row,>(table: Table<Row>) =>
  table.getAllLeafColumns().some((column) => metaOf(column.columnDef.meta).roomy === "late");

/** A width that a column asks for; without one the browser shares the room out by content. */
function widthOf({ size, meta }: { size?: number; meta?: unknown }) {
  const { width } = metaOf(meta);
  if (width) return { width };
  return size && size !== UNSET ? { width: size } : undefined;
}

/** What the table library fills in where a column says nothing. */
const UNSET = 150;
