import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { asProblem } from "@/api/problem";

interface Props {
  title: string;
  submit: string;
  children: ReactNode;
  busy: boolean;
  disabled: boolean;
  error: unknown;
  onSubmit: () => void;
  onClose: () => void;
}

/** A form about one person; refusals stand above its buttons. */
export function PersonForm(props: Omit<Props, "title">) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!props.busy) props.onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {props.children}
        {Boolean(props.error) && (
          <Text role="alert" size="sm" c="var(--fl-state-bad)">
            {asProblem(props.error).message} {asProblem(props.error).hint}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={props.busy} disabled={props.disabled}>
            {props.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The frame; while a secret is shown it closes by its own button alone. */
export function PersonDialog({
  title,
  shut,
  children,
  onClose,
}: {
  title: string;
  shut?: boolean;
  children: ReactNode;
  onClose: () => void;
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={480}
      closeOnClickOutside={!shut}
      closeOnEscape={!shut}
      withCloseButton={!shut}
    >
      {children}
    </Modal>
  );
}
