import { ActionIcon, Menu } from "@mantine/core";
import {
  IconDotsVertical,
  IconKey,
  IconUserCheck,
  IconUserOff,
  IconUsersGroup,
} from "@tabler/icons-react";
import { type ComponentType, useRef, useState } from "react";
import type { Person } from "@/api/types";
import { useMe } from "@/app/session/session";
import { ChangeRoles } from "./ChangeRoles";
import { NewPassword } from "./NewPassword";
import { SwitchPerson } from "./SwitchPerson";

type Deed = ComponentType<{ person: Person; onClose: () => void }>;

/** What can be done about one person. Nobody is offered to shut out themself. */
export function PersonMenu({ person }: { person: Person }) {
  const isOneself = useMe().username === person.username;
  const [asked, setAsked] = useState<{ Deed: Deed } | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const ask = (Deed: Deed) => () => setAsked({ Deed });
  const done = () => {
    setAsked(null);
    button.current?.focus();
  };
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon ref={button} aria-label={`Actions for ${person.username}`}>
            <IconDotsVertical size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUsersGroup size={16} />} onClick={ask(ChangeRoles)}>
            Change the roles…
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} />} onClick={ask(NewPassword)}>
            New password…
          </Menu.Item>
          {!isOneself && person.active && (
            <Menu.Item
              leftSection={<IconUserOff size={16} />}
              color="var(--fl-state-bad)"
              onClick={ask(SwitchPerson)}
            >
              Deactivate…
            </Menu.Item>
          )}
          {!person.active && (
            <Menu.Item leftSection={<IconUserCheck size={16} />} onClick={ask(SwitchPerson)}>
              Activate…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked && <asked.Deed person={person} onClose={done} />}
    </>
  );
}
