import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { notifyDone } from "@/ui/notify";

interface ActionProps {
  label: string;
  title: string;
  confirm: string;
  dismiss?: string;
  danger?: boolean;
  /** Something is still to be filled in. */
  disabled?: boolean;
  done: string;
  run: () => Promise<unknown>;
  children: ReactNode;
  /** Each time the question is put. */
  onAsk?: () => void;
  onDone?: (result: unknown) => void;
}

/** A button that asks first, and then does it. */
export function Action({
  label,
  title,
  confirm,
  dismiss,
  danger,
  disabled,
  done,
  run,
  children,
  onAsk,
  onDone,
}: ActionProps) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const action = useMutation({
    mutationFn: run,
    onSuccess: (result) => {
      setAsking(false);
      notifyDone(done);
      client.invalidateQueries({ queryKey: ["executions"] });
      client.invalidateQueries({ queryKey: ["deadletters"] });
      onDone?.(result);
    },
  });
  const ask = () => {
    action.reset();
    onAsk?.();
    setAsking(true);
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={ask}>
        {label}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={title}
        confirm={confirm}
        dismiss={dismiss}
        danger={danger}
        disabled={disabled}
        busy={action.isPending}
        error={action.error}
        onConfirm={() => action.mutate()}
        onClose={() => setAsking(false)}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}
