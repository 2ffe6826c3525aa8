import { Radio, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { type Resolution, resolveExecution } from "@/api/resources/executions";
import type { ExecutionDetail } from "@/api/types";
import { Action } from "./Action";

/** A person says what became of a call whose answer was lost; nothing where there is none. */
export function Resolve({ execution }: { execution: ExecutionDetail }) {
  if (execution.status !== "indeterminate") return null;
  return execution.permissions.includes("operate") ? <Asked execution={execution} /> : null;
}

function Asked({ execution }: { execution: ExecutionDetail }) {
  // Nothing is chosen beforehand: each answer harms where another is true.
  const [outcome, setOutcome] = useState<Resolution | null>(null);
  const [reason, setReason] = useState("");
  const note = reason.trim();
  const clear = () => {
    setOutcome(null);
    setReason("");
  };
  return (
    <Action
      label="Resolve…"
      title="What became of the call?"
      confirm="Resolve"
      dismiss="Close"
      disabled={outcome === null || note === ""}
      done="Resolved."
      run={async () => outcome && resolveExecution(execution.id, outcome, note)}
      onAsk={clear}
    >
      <Stack gap="sm">
        <span>
          The answer of the step “{execution.failed_step_name}” was lost. Look at the target: has it
          received the call?
        </span>
        <Radio.Group
          label="What you found"
          required
          value={outcome}
          onChange={(value) => setOutcome(value as Resolution)}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="succeeded" label="It arrived: go on with the next step" />
            <Radio value="retry" label="It did not arrive: make the call again" />
            <Radio value="cancel" label="Leave it: cancel the execution" />
          </Stack>
        </Radio.Group>
        <Textarea
          label="How do you know?"
          description="Kept in the audit trail."
          required
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </Action>
  );
}
