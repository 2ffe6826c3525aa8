import type { Flow } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";

interface Props {
  flow: Flow;
  opened: boolean;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function RemoveFlow({ flow, ...dialog }: Props) {
  return (
    <ConfirmDialog title={`Remove ${flow.name}?`} confirm="Remove" danger {...dialog}>
      The flow and its draft are removed for good. A flow that has run keeps its history and cannot
      be removed; pause it instead.
    </ConfirmDialog>
  );
}
