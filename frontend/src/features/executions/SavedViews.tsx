import { ActionIcon, Button, Group, Popover, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { ExecutionFilter } from "@/api/resources/executions";
import { lookOf } from "@/ui/status";
import { useStored } from "@/ui/useStored";
import classes from "./SavedViews.module.css";

interface View {
  name: string;
  filter: ExecutionFilter;
}

interface Props {
  filter: ExecutionFilter;
  active: boolean;
  onOpen: (filter: ExecutionFilter) => void;
}

/** Filters kept under a name in this browser. */
export function SavedViews({ filter, active, onOpen }: Props) {
  const [views, setViews] = useStored<View[]>("executions.views", []);
  const [opened, { toggle, close }] = useDisclosure(false);
  const others = (name: string) => views.filter((view) => view.name !== name);
  return (
    <Popover opened={opened} onChange={close} width={300} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBookmark size={14} aria-hidden />}
          onClick={toggle}
        >
          Views
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {views.length === 0 && (
          <Text size="sm" c="var(--fl-text-dim)">
            A view keeps a filter under a name, in this browser.
          </Text>
        )}
        <ul className={classes.views}>
          {views.map((view) => (
            <li key={view.name}>
              <button
                type="button"
                className={classes.open}
                onClick={() => {
                  onOpen(view.filter);
                  close();
                }}
              >
                {view.name}
              </button>
              <ActionIcon
                size="sm"
                aria-label={`Forget the view ${view.name}`}
                onClick={() => setViews(others(view.name))}
              >
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
        {active ? (
          <Save filter={filter} onSave={(name) => setViews([...others(name), { name, filter }])} />
        ) : (
          <Text size="sm" c="var(--fl-text-dim)" mt="xs">
            Set a filter to save it as a view.
          </Text>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Save({ filter, onSave }: { filter: ExecutionFilter; onSave: (name: string) => void }) {
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(name.trim() || wordsOf(filter));
    setName("");
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" mt="xs" wrap="nowrap" align="flex-end">
        <TextInput
          flex={1}
          size="xs"
          label="Save this filter as"
          placeholder={wordsOf(filter)}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="xs">
          Save
        </Button>
      </Group>
    </form>
  );
}

/** A name for who gives none. */
function wordsOf({ status, received_after, received_before, ...rest }: ExecutionFilter): string {
  const times = received_after || received_before ? ["by time"] : [];
  const words = [...Object.values(rest), ...(status ? [lookOf(status).word] : []), ...times];
  return words.join(", ");
}
