import { Button, Menu } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import type { Table } from "@tanstack/react-table";
import classes from "./DataTable.module.css";

/** Which columns a table shows; the table stores the choice. */
export function ColumnChooser<Row>({ table }: { table: Table<Row> }) {
  const columns = table.getAllLeafColumns().filter((column) => column.getCanHide());
  if (columns.length === 0) return null;
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="xs" leftSection={<IconColumns3 size={14} />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map((column) => (
          <Menu.Item
            key={column.id}
            role="menuitemcheckbox"
            aria-checked={column.getIsVisible()}
            leftSection={<span className={classes.tick}>{column.getIsVisible() ? "✓" : ""}</span>}
            onClick={() => column.toggleVisibility()}
          >
            {String(column.columnDef.header ?? column.id)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
