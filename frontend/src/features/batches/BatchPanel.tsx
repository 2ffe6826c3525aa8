import { Progress, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { batchesQuery } from "@/api/resources/batches";
import type { BatchProgress, ExecutionDetail } from "@/api/types";
import { Duration } from "@/ui/Duration";
import { Panel } from "@/ui/Panel";
import { ErrorState } from "@/ui/states";
import { count } from "@/ui/time";
import { useNow } from "@/ui/useNow";
import classes from "./Batch.module.css";
import { FailedRecords } from "./FailedRecords";
import { QualityTable } from "./QualityTable";
import { shareOf, stateOf, wordsOf } from "./words";

const AGAIN_MS = 2_000;

interface Props {
  execution: ExecutionDetail;
  name: string;
  /** Told live, with the execution. */
  progress: BatchProgress;
}

/** How far a batch has come, how good its data is, and the records that failed. */
export function BatchPanel({ execution, name, progress }: Props) {
  const dead = execution.status === "dead";
  const running = progress.state === "running";
  const details = useQuery({
    ...batchesQuery(execution.id),
    refetchInterval: running ? AGAIN_MS : false,
  });
  const batch = details.data?.find((one) => one.step === progress.step);
  return (
    <div className={classes.batch}>
      <Panel
        title={`Records of ${name}`}
        actions={<span className={classes.state}>{stateOf(progress, dead)}</span>}
      >
        <Bar progress={progress} dead={dead} />
        <Figures progress={progress} />
      </Panel>
      {details.isLoadingError && (
        <ErrorState error={details.error} onRetry={() => details.refetch()} />
      )}
      {batch && batch.quality.records + batch.quality.causes.length > 0 && (
        <Panel title="How good is the data?" flush>
          <QualityTable batch={batch} />
        </Panel>
      )}
      {progress.failed + progress.indeterminate > 0 && (
        <FailedRecords
          execution={execution.id}
          progress={progress}
          mayOperate={execution.permissions.includes("operate")}
          causes={batch?.quality.causes ?? []}
        />
      )}
    </div>
  );
}

function Bar({ progress, dead }: { progress: BatchProgress; dead: boolean }) {
  const share = shareOf(progress);
  const words = wordsOf(progress, dead, useStill(progress.records));
  return (
    <div className={classes.progress}>
      <Progress.Root size="lg" aria-hidden>
        <Progress.Section value={share.good} color="var(--fl-state-good)" />
        <Progress.Section value={share.bad} color="var(--fl-state-bad)" />
      </Progress.Root>
      <Text size="sm" role="status" c="var(--fl-text-dim)">
        {words}
      </Text>
    </div>
  );
}

/** For how many milliseconds the number of records has not changed, as this page has seen it. */
function useStill(records: number): number {
  const now = useNow();
  const [seen, setSeen] = useState(() => ({ records, at: Date.now() }));
  if (seen.records !== records) setSeen({ records, at: Date.now() });
  return Math.max(0, now - seen.at);
}

function Figures({ progress }: { progress: BatchProgress }) {
  return (
    <dl className={classes.figures}>
      <Figure name="Records" value={count(progress.records)} />
      <Figure name="Succeeded" value={count(progress.succeeded)} />
      <Figure name="Failed" value={count(progress.failed)} bad={progress.failed > 0} />
      <Figure name="Left out" value={count(progress.skipped)} />
      {progress.indeterminate > 0 && (
        <Figure name="In doubt" value={count(progress.indeterminate)} bad />
      )}
      <Figure
        name="Records a second"
        value={progress.records_per_s === null ? "–" : count(Math.round(progress.records_per_s))}
      />
      <Figure name="Took" value={<Duration ms={progress.duration_ms} />} />
    </dl>
  );
}

function Figure({ name, value, bad }: { name: string; value: React.ReactNode; bad?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-bad={bad || undefined}>{value}</dd>
    </div>
  );
}
