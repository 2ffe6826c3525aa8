import { Button, Group, Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { asProblem } from "@/api/problem";

interface Props {
  opened: boolean;
  title: string;
  /** Says what will happen and whether it can be undone. */
  children: ReactNode;
  confirm: string;
  /** What the way back says, where "Cancel" could be taken for the deed. */
  dismiss?: string;
  danger?: boolean;
  /** "lg" where there is much to weigh. */
  size?: "md" | "lg";
  busy?: boolean;
  /** Something is still to be filled in. */
  disabled?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({
  opened,
  title,
  children,
  confirm,
  dismiss = "Cancel",
  danger,
  size = "md",
  busy,
  disabled,
  error,
  onConfirm,
  onClose,
}: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={size}>
      <Text component="div" size="md">
        {children}
      </Text>
      {Boolean(error) && (
        <Text role="alert" c="var(--fl-state-bad)" mt="sm">
          {asProblem(error).message} {asProblem(error).hint}
        </Text>
      )}
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose}>
          {dismiss}
        </Button>
        <Button
          color={danger ? "red.9" : undefined}
          loading={busy}
          disabled={disabled}
          onClick={onConfirm}
          // What is disabled takes no focus, and the dialog would have none.
          data-autofocus={!disabled || undefined}
        >
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
