import { Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { ClearFilter } from "@/ui/ClearFilter";
import type { Filter } from "@/ui/useAddress";
import { useTyped } from "@/ui/useTyped";
import { ROLES } from "./roles";

export const NAMES = ["search", "role"] as const;
export type Name = (typeof NAMES)[number];

interface Props {
  filter: Filter<Name>;
  active: boolean;
  onChange: (name: Name, value: string | null) => void;
  onClear: () => void;
}

/** By name and by role; the server answers each choice. */
export function Filters({ filter, active, onChange, onClear }: Props) {
  const [typed, type] = useTyped(filter.search, (text) => onChange("search", text));
  return (
    <>
      <TextInput
        size="xs"
        w={240}
        aria-label="Search people"
        placeholder="Search by name"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Select
        size="xs"
        w={170}
        aria-label="Role"
        placeholder="All roles"
        clearable
        data={ROLES.map(({ value, label }) => ({ value, label }))}
        value={filter.role ?? null}
        onChange={(role) => onChange("role", role)}
      />
      {active && <ClearFilter onClear={onClear} />}
    </>
  );
}
