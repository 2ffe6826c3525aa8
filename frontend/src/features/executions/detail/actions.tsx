/** What an operator may do with an execution; each says first what will happen. */

import { Group, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { redriveExecutions } from "@/api/resources/deadletters";
import { cancelExecution, releaseExecution, replayExecution } from "@/api/resources/executions";
import type { ExecutionDetail } from "@/api/types";
import { Action } from "./Action";
import { Resolve } from "./Resolve";

const OPEN = new Set(["queued", "running", "waiting", "retrying"]);

/** The buttons that fit the state; none without the right to operate the flow. */
export function Actions({ execution }: { execution: ExecutionDetail }) {
  if (!execution.permissions.includes("operate")) return null;
  return (
    <Group gap="xs">
      <Resolve execution={execution} />
      {execution.dead_letter?.state === "open" && <Redrive execution={execution} />}
      {execution.held && <Release execution={execution} />}
      {OPEN.has(execution.status) && <Cancel execution={execution} />}
      <Replay execution={execution} />
    </Group>
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
