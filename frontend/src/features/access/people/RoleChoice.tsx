import { Checkbox, Stack } from "@mantine/core";
import type { Role } from "@/api/types";
import { ROLES } from "./roles";

interface Props {
  roles: Role[];
  onChange: (roles: Role[]) => void;
  /** A role that must stay, and why. */
  kept?: { role: Role; why: string };
}

/** Which roles somebody holds. */
export function RoleChoice({ roles, onChange, kept }: Props) {
  return (
    <Checkbox.Group
      label="Roles"
      description="Rights that a role has are held by everybody in it."
      value={roles}
      onChange={(next) => onChange(next as Role[])}
    >
      <Stack gap="xs" mt="xs">
        {ROLES.map(({ value, label, says }) => (
          <Checkbox
            key={value}
            value={value}
            label={label}
            description={value === kept?.role ? kept.why : says}
            disabled={value === kept?.role}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
