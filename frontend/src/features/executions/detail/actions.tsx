/** What an operator may do with an execution; each says first what will happen. */

import { Button, Group, Radio, Stack, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { redriveExecutions } from "@/api/resources/deadletters";
import {
  cancelExecution,
  type Resolution,
  releaseExecution,
  replayExecution,
  resolveExecution,
} from "@/api/resources/executions";
import type { ExecutionDetail } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { notifyDone } from "@/ui/notify";

const OPEN = new Set(["queued", "running", "waiting", "retrying"]);

/** The buttons that fit the state; none without the right to operate the flow. */
export function Actions({ execution }: { execution: ExecutionDetail }) {
  if (!execution.permissions.includes("operate")) return null;
  return (
    <Group gap="xs">
      {execution.status === "indeterminate" && <Resolve execution={execution} />}
      {execution.dead_letter?.state === "open" && <Redrive execution={execution} />}
      {execution.held && <Release execution={execution} />}
      {OPEN.has(execution.status) && <Cancel execution={execution} />}
      <Replay execution={execution} />
    </Group>
  );
}

interface ActionProps {
  label: string;
  title: string;
  confirm: string;
  dismiss?: string;
  danger?: boolean;
  done: string;
  run: () => Promise<unknown>;
  children: ReactNode;
  onDone?: (result: unknown) => void;
}

function Action({
  label,
  title,
  confirm,
  dismiss,
  danger,
  done,
  run,
  children,
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
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {label}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={title}
        confirm={confirm}
        dismiss={dismiss}
        danger={danger}
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

function Cancel({ execution }: { execution: ExecutionDetail }) {
  return (
    <Action
      label="Cancel…"
      title="Cancel this execution?"
      confirm="Cancel the execution"
      dismiss="Keep it running"
      danger
      done={
        execution.status === "running"
          ? "The execution stops after the step that is under way."
          : "The execution is cancelled."
      }
      run={() => cancelExecution(execution.id)}
    >
      No further step is begun. A call that is already under way is let to its end, and what it did
      at the target stays.
    </Action>
  );
}

function Release({ execution }: { execution: ExecutionDetail }) {
  return (
    <Action
      label="Let it go on…"
      title="Let this execution go on?"
      confirm="Let it go on"
      done="It goes on where the backup knew it."
      run={() => releaseExecution(execution.id)}
    >
      Its calls carry the same idempotency keys: a target that honours keys does nothing twice. A
      call to another target that left only after the backup is not known here and would be made
      again. Look at the target first, and cancel what it has.
    </Action>
  );
}

function Redrive({ execution }: { execution: ExecutionDetail }) {
  return (
    <Action
      label="Redrive…"
      title="Redrive this dead letter?"
      confirm="Redrive"
      done="Redriven: it goes on where it stopped."
      run={() => redriveExecutions([execution.id])}
    >
      It goes on at the step that failed, with the same flow version (version {execution.version})
      and the same idempotency keys. Steps that succeeded do not run again.
    </Action>
  );
}

function Replay({ execution }: { execution: ExecutionDetail }) {
  const [version, setVersion] = useState<"original" | "live">("original");
  const navigate = useNavigate();
  return (
    <Action
      label="Replay…"
      title="Replay the message?"
      confirm="Replay"
      done="A new execution was started from the same message."
      run={() => replayExecution(execution.id, version)}
      onDone={(result) => navigate(`/executions/${(result as { id: string }).id}`)}
    >
      <Stack gap="sm">
        <span>
          A new execution starts from the stored message, and every step runs again. Targets that
          know the record update it; others may receive it a second time.
        </span>
        <Radio.Group
          label="With the flow"
          value={version}
          onChange={(value) => setVersion(value as "original" | "live")}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="original" label={`as it was: version ${execution.version}`} />
            <Radio value="live" label="as it is live now" />
          </Stack>
        </Radio.Group>
      </Stack>
    </Action>
  );
}

function Resolve({ execution }: { execution: ExecutionDetail }) {
  const [outcome, setOutcome] = useState<Resolution>("succeeded");
  const [note, setNote] = useState("");
  return (
    <Action
      label="Resolve…"
      title="What became of the call?"
      confirm="Resolve"
      done="Resolved."
      run={() => resolveExecution(execution.id, outcome, note)}
    >
      <Stack gap="sm">
        <span>
          The answer of the step “{execution.failed_step_name}” was lost. Look at the target: has it
          received the call?
        </span>
        <Radio.Group
          aria-label="What became of the call"
          value={outcome}
          onChange={(value) => setOutcome(value as Resolution)}
        >
          <Stack gap="xs">
            <Radio value="succeeded" label="It arrived: go on with the next step" />
            <Radio value="retry" label="It did not arrive: make the call again" />
            <Radio value="cancel" label="Leave it: cancel the execution" />
          </Stack>
        </Radio.Group>
        <Textarea
          label="How do you know?"
          description="Kept in the audit trail."
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Stack>
    </Action>
  );
}
