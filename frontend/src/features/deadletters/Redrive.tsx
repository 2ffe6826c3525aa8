import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { executionsOf, redriveExecutions, redriveGroup } from "@/api/resources/deadletters";
import { flowsQuery } from "@/api/resources/flows";
import type { DeadLetterGroup } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { count, countOf } from "@/ui/time";
import { adviceFor } from "./advice";
import { useRedrives } from "./redrives";
import { useDeed } from "./useDeed";
import { useReplay } from "./useReplay";
import { type Way, WayOn } from "./WayOn";

interface Props {
  group: DeadLetterGroup;
  /** Some of the group; all of it where they are not named. */
  executions?: string[];
  onDone?: () => void;
}

/** Lets dead letters go on; the dialog asks how, and says what each way means. */
export function Redrive({ group, executions, onDone }: Props) {
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<Way | null>(null);
  const live = useLiveVersion(group.flow);
  const helps = adviceFor(group.code).redriveHelps;
  const corrected = live !== null && live !== group.version;
  const way = chosen ?? (!helps && corrected ? "replay" : "redrive");
  const number = executions ? executions.length : group.count;
  const redrive = useRedrive(group, executions);
  const replay = useReplay(group, executions);
  const deed = useDeed(
    way === "replay" ? replay.run : redrive,
    (done) =>
      way === "replay"
        ? `${count(done)} replayed with the live version.`
        : `${count(done)} redriven; they go on where they stopped.`,
    () => {
      setAsking(false);
      onDone?.();
    },
  );
  const close = () => {
    setAsking(false);
    deed.reset();
  };
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
        confirm={`${way === "replay" ? "Replay" : "Redrive"} ${count(number)}`}
        busy={deed.isPending}
        size="lg"
        error={deed.error}
        onConfirm={() => deed.mutate()}
        onClose={close}
      >
        <WayOn group={group} number={number} live={live} way={way} onChange={setChosen} />
        {deed.isPending && way === "replay" && (
          <Text role="status" size="sm" mt="sm">
            {count(replay.done)} of {count(number)} replayed …
          </Text>
        )}
      </ConfirmDialog>
    </>
  );
}

function useRedrive(group: DeadLetterGroup, executions: string[] | undefined) {
  const { note } = useRedrives();
  return async () => {
    const ids = executions ?? (await executionsOf(group.id));
    const redriven = executions
      ? await redriveExecutions(executions)
      : await redriveGroup(group.id);
    note({ at: Date.now(), flow: group.flow_name, cause: group.message, executions: ids });
    return redriven;
  };
}

function useLiveVersion(slug: string): number | null {
  const flows = useQuery(flowsQuery());
  return flows.data?.results.find((flow) => flow.slug === slug)?.live_version ?? null;
}
