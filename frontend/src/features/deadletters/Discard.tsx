import { Button, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { discardExecutions, discardGroup } from "@/api/resources/deadletters";
import type { DeadLetterGroup } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { count, countOf } from "@/ui/time";
import { useDeed } from "./useDeed";

interface Props {
  group: DeadLetterGroup;
  executions?: string[];
  onDone?: () => void;
}

/** Lays letters aside, with a reason: nobody has to look after them any more. */
export function Discard({ group, executions, onDone }: Props) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const number = executions ? executions.length : group.count;
  const note = reason.trim();
  const discard = useDeed(
    () => (executions ? discardExecutions(executions, note) : discardGroup(group.id, note)),
    (discarded) => `${countOf(discarded, "dead letter")} discarded.`,
    () => {
      setAsking(false);
      setReason("");
      onDone?.();
    },
  );
  return (
    <>
      <Button size="xs" variant="default" disabled={number === 0} onClick={() => setAsking(true)}>
        {executions ? `Discard selected (${count(number)})…` : "Discard…"}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Discard ${countOf(number, "dead letter")}?`}
        confirm={`Discard ${count(number)}`}
        danger
        busy={discard.isPending}
        error={discard.error}
        disabled={note === ""}
        onConfirm={() => discard.mutate()}
        onClose={() => setAsking(false)}
      >
        <Stack gap="sm">
          <span>
            {number === 1 ? "It is" : "They are"} laid aside, and what the flow had still to do is
            not done. The account goes on counting {number === 1 ? "it" : "them"} as dead. Under
            “Discarded” {number === 1 ? "it" : "they"} can be restored.
          </span>
          <Textarea
            label="Why?"
            description="Kept with each of them and in the audit trail."
            placeholder="The supplier sent it again, corrected."
            data-autofocus
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmDialog>
    </>
  );
}
