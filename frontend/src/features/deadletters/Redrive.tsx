import { Button } from "@mantine/core";
import { useState } from "react";
import { executionsOf, redriveExecutions, redriveGroup } from "@/api/resources/deadletters";
import type { DeadLetterGroup } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { count, countOf } from "@/ui/time";
import { adviceFor } from "./advice";
import { useRedrives } from "./redrives";
import { useDeed } from "./useDeed";

interface Props {
  group: DeadLetterGroup;
  /** Some of the group; all of it where they are not named. */
  executions?: string[];
  onDone?: () => void;
}

export function Redrive({ group, executions, onDone }: Props) {
  const [asking, setAsking] = useState(false);
  const { note } = useRedrives();
  const helps = adviceFor(group.code).redriveHelps;
  const number = executions ? executions.length : group.count;
  const act = async () => {
    const ids = executions ?? (await executionsOf(group.id));
    const redriven = executions
      ? await redriveExecutions(executions)
      : await redriveGroup(group.id);
    note({ at: Date.now(), flow: group.flow_name, cause: group.message, executions: ids });
    return redriven;
  };
  const redrive = useDeed(
    act,
    (redriven) => `${count(redriven)} redriven; they go on where they stopped.`,
    () => {
      setAsking(false);
      onDone?.();
    },
  );
  return (
    <>
      <Button
        size="xs"
        variant={executions || !helps ? "default" : "filled"}
        disabled={number === 0}
        onClick={() => setAsking(true)}
      >
        {executions ? `Redrive selected (${count(number)})` : `Redrive ${count(number)}`}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Redrive ${countOf(number, "dead letter")}?`}
        confirm={`Redrive ${count(number)}`}
        busy={redrive.isPending}
        error={redrive.error}
        onConfirm={() => redrive.mutate()}
        onClose={() => setAsking(false)}
      >
        {number === 1 ? "It goes" : "Each goes"} on at the step “{group.step_name}” with the flow
        version and the idempotency keys it had. Steps that succeeded do not run again.{" "}
        {helps
          ? "If the cause still stands, "
          : "The message and the flow do not fit: most likely "}
        {number === 1 ? "it comes" : "they come"} back here.
      </ConfirmDialog>
    </>
  );
}
