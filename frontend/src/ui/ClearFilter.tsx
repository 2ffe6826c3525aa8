import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";

/** Takes every choice of a list's filter back. */
export function ClearFilter({ onClear }: { onClear: () => void }) {
  return (
    <Button
      size="xs"
      variant="subtle"
      leftSection={<IconX size={14} aria-hidden />}
      onClick={onClear}
    >
      Clear
    </Button>
  );
}
