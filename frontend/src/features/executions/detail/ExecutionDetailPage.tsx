import { Anchor, Group, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { executionQuery } from "@/api/resources/executions";
import type { ExecutionDetail } from "@/api/types";
import { TRIGGER } from "@/features/graph/model";
import { LiveIndicator } from "@/live/LiveIndicator";
import type { Frame } from "@/live/protocol";
import { useLive } from "@/live/useLive";
import { CopyButton } from "@/ui/CopyButton";
import { Duration } from "@/ui/Duration";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { RelativeTime } from "@/ui/RelativeTime";
import { StatusBadge } from "@/ui/StatusBadge";
import { EmptyState, ErrorState, LoadingBlock } from "@/ui/states";
import { Actions } from "./actions";
import classes from "./ExecutionDetailPage.module.css";
import { RunGraph } from "./RunGraph";
import { StepPanel } from "./StepPanel";
import { Timeline } from "./Timeline";

export function ExecutionDetailPage() {
  const { id = "" } = useParams();
  const query = useQuery(executionQuery(id));
  const client = useQueryClient();
  useLive(`execution:${id}`, (frame: Frame) => {
    if (frame.kind !== "snapshot" && frame.kind !== "delta") return;
    client.setQueryData<ExecutionDetail>(executionQuery(id).queryKey, (before) =>
      before ? { ...before, ...(frame.data as Partial<ExecutionDetail>) } : before,
    );
  });
  if (query.isPending) return <Loading />;
  if (query.isError) return <Failed error={query.error} onRetry={() => query.refetch()} />;
  return <Run key={id} execution={query.data} />;
}

function Run({ execution }: { execution: ExecutionDetail }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const step = chosen ?? execution.failed_step ?? lastStep(execution);
  const select = (id: string) => setChosen(id.split(".")[0] ?? id);
  return (
    <>
      <PageHeader
        title={titleOf(execution)}
        aside={
          <Group gap="sm" wrap="nowrap">
            <StatusBadge status={execution.status} />
            <LiveIndicator />
          </Group>
        }
        description={<Facts execution={execution} />}
        actions={<Actions execution={execution} />}
      />
      <PageBody>
        <div className={classes.layout}>
          <div className={classes.main}>
            <Panel title="The way it took" flush>
              <RunGraph
                definition={execution.definition}
                steps={execution.steps}
                selected={step}
                onSelect={select}
              />
            </Panel>
            <Panel title="When did each step run?" flush>
              <Timeline execution={execution} selected={step} onSelect={select} />
            </Panel>
          </div>
          <div className={classes.side}>
            <StepPanel execution={execution} step={step} />
          </div>
        </div>
      </PageBody>
    </>
  );
}

function Facts({ execution }: { execution: ExecutionDetail }) {
  return (
    <span className={classes.facts}>
      <Anchor component={Link} to={`/flows/${execution.flow}`} size="sm">
        {execution.flow_name}
      </Anchor>
      <span title={`Content hash ${execution.version_hash}`}>version {execution.version}</span>
      <span>
        received <RelativeTime at={execution.received_at} />
      </span>
      <span>
        took <Duration ms={execution.duration_ms} />
      </span>
      {execution.replay_of && (
        <Anchor component={Link} to={`/executions/${execution.replay_of}`} size="sm">
          replay of an earlier execution
        </Anchor>
      )}
      <span className={classes.id}>
        <Text span ff="monospace" size="xs">
          {execution.id}
        </Text>
        <CopyButton value={execution.id} label="Copy the id" />
      </span>
    </span>
  );
}

function Loading() {
  return (
    <>
      <PageHeader title="Execution" />
      <PageBody>
        <LoadingBlock height={340} />
      </PageBody>
    </>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (asProblem(error).status === 404)
    return (
      <EmptyState title="There is no such execution">
        Its history may have been dropped by retention, or it belongs to a flow you may not see.
      </EmptyState>
    );
  return <ErrorState error={error} onRetry={onRetry} />;
}

function titleOf(execution: ExecutionDetail): string {
  const keys = Object.entries(execution.business_keys).map(([name, value]) => `${name} ${value}`);
  return keys.length > 0 ? keys.join(" · ") : execution.flow_name;
}

function lastStep(execution: ExecutionDetail): string {
  const last = execution.steps[execution.steps.length - 1]?.step;
  return last?.split(".")[0] ?? TRIGGER;
}
