import { ActionIcon, Avatar, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLock, IconLogout, IconUser } from "@tabler/icons-react";
import { notifyProblem } from "@/ui/notify";
import { useMe, useSignOut } from "../session/session";
import { OwnPassword } from "./OwnPassword";

export function UserMenu() {
  const me = useMe();
  const signOut = useSignOut();
  const [changing, dialog] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon aria-label={`Signed in as ${me.display_name}`} radius="xl" size={28}>
            <Avatar size={28} color="petrol" variant="filled" aria-hidden>
              <IconUser size={16} />
            </Avatar>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {me.display_name} · {me.roles.join(", ") || "no role"}
            <br />
            Fairlead {me.version}
          </Menu.Label>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLock size={16} />} onClick={dialog.open}>
            Change password…
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={16} />}
            onClick={() => signOut().catch(notifyProblem)}
          >
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {changing && <OwnPassword onClose={dialog.close} />}
    </>
  );
}
