import { Button } from "@mantine/core";
import { IconArrowsMaximize } from "@tabler/icons-react";
import { useWorkbench } from "../useWorkbench";

/** Opens an expression in the mapping workbench: input, editor, live result, target. */
export function WorkbenchButton({ step, path }: { step: string; path: string }) {
  const { open } = useWorkbench();
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      leftSection={<IconArrowsMaximize size={12} />}
      onClick={() => open({ step, path })}
    >
      Open with a live result
    </Button>
  );
}
