import { Button, Menu } from "@mantine/core";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import type { ExecutionFilter } from "@/api/resources/executions";
import { useStored } from "@/ui/useStored";

interface View {
  name: string;
  filter: ExecutionFilter;
}

interface Props {
  filter: ExecutionFilter;
  active: boolean;
  onOpen: (filter: ExecutionFilter) => void;
}

const nameOf = (filter: ExecutionFilter) => Object.values(filter).join(" · ");

/** Filters kept under a name in this browser. */
export function SavedViews({ filter, active, onOpen }: Props) {
  const [views, setViews] = useStored<View[]>("executions.views", []);
  const name = nameOf(filter);
  const known = views.some((view) => view.name === name);
  return (
    <Menu shadow="md" width={280}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconBookmark size={14} aria-hidden />}>
          Views
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{views.length === 0 ? "No saved view yet" : "Saved views"}</Menu.Label>
        {views.map((view) => (
          <Menu.Item key={view.name} onClick={() => onOpen(view.filter)}>
            {view.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          disabled={!active || known}
          onClick={() => setViews([...views, { name, filter }])}
        >
          Save what is filtered now
        </Menu.Item>
        <Menu.Item
          disabled={!known}
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => setViews(views.filter((view) => view.name !== name))}
        >
          Forget this view
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
