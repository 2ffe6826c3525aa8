import { Button } from "@mantine/core";
import { restoreExecutions, restoreGroup } from "@/api/resources/deadletters";
import type { DeadLetterGroup } from "@/api/types";
import { notifyProblem } from "@/ui/notify";
import { count, countOf } from "@/ui/time";
import { useDeed } from "./useDeed";

interface Props {
  group: DeadLetterGroup;
  executions?: string[];
  onDone?: () => void;
}

/** Takes discarded letters up again. Nothing runs by it, so it asks nothing. */
export function Restore({ group, executions, onDone }: Props) {
  const number = executions ? executions.length : group.count;
  const restore = useDeed(
    () => (executions ? restoreExecutions(executions) : restoreGroup(group.id)),
    (restored) => `${countOf(restored, "dead letter")} open again.`,
    () => onDone?.(),
  );
  return (
    <Button
      size="xs"
      variant="default"
      disabled={number === 0}
      loading={restore.isPending}
      onClick={() =>
        restore.mutate(undefined, {
          onError: (error) => notifyProblem(error, "Nothing was restored"),
        })
      }
    >
      {executions ? `Restore selected (${count(number)})` : `Restore ${count(number)}`}
    </Button>
  );
}
