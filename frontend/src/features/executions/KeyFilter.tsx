import { Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { ExecutionFilter } from "@/api/resources/executions";
import { useTyped } from "@/ui/useTyped";
import { FEWEST_TYPED } from "./beginning";
import type { FilterName } from "./useFilter";

interface Props {
  filter: ExecutionFilter;
  onChange: (name: FilterName, value: string | null) => void;
}

/** Finds by how a business key begins; a link may have asked for a whole one, until it is typed over. */
export function KeyFilter({ filter, onChange }: Props) {
  const { business_key, business_key_prefix } = filter;
  const change = (value: string | null) => {
    if (business_key) onChange("business_key", null);
    onChange("business_key_prefix", value);
  };
  const [typed, type] = useTyped(business_key ?? business_key_prefix, change, FEWEST_TYPED);
  const typing = typed.trim().length;
  const tooFew = typing > 0 && typing < FEWEST_TYPED;
  return (
    <TextInput
      size="xs"
      w={190}
      aria-label="Business key"
      aria-description={`Finds by how it begins, from ${FEWEST_TYPED} characters on`}
      placeholder="Business key begins with"
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSectionWidth={tooFew ? 84 : undefined}
      rightSection={
        tooFew && (
          <Text size="xs" c="var(--fl-text-dim)" role="status">
            {FEWEST_TYPED} at least
          </Text>
        )
      }
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
