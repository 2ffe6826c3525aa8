import { Button, Menu, Text } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import type { Table } from "@tanstack/react-table";

const isRoomy = (meta: unknown) => Boolean((meta as { roomy?: boolean } | undefined)?.roomy);

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
          <Menu.CheckboxItem
            key={column.id}
            checked={column.getIsVisible()}
            onChange={() => column.toggleVisibility()}
          >
            {String(column.columnDef.header || column.id)}
            {isRoomy(column.columnDef.meta) && (
              <Text component="span" size="xs" c="var(--fl-text-dim)">
                {" "}
                where there is room
              </Text>
            )}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
