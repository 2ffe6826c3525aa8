import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { asProblem } from "@/api/problem";
import type { ExecutionDetail } from "@/api/types";
import { BatchOf } from "@/features/batches/BatchOf";
import { TRIGGER } from "@/features/graph/model";
import { LiveIndicator } from "@/live/LiveIndicator";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { StatusBadge } from "@/ui/StatusBadge";
import { EmptyState, ErrorState, LoadingBlock } from "@/ui/states";
import { statusOf } from "@/ui/status";
import { Actions } from "./actions";
import classes from "./ExecutionDetailPage.module.css";
import { Facts } from "./Facts";
import { Held } from "./Held";
import { Hidden } from "./Hidden";
import { RunGraph } from "./RunGraph";
import { StepPanel } from "./StepPanel";
import { Timeline } from "./Timeline";
import { useExecution } from "./useExecution";

export function ExecutionDetailPage() {
  const { id = "" } = useParams();
  const { query, execution } = useExecution(id);
  const gone = query.isError && asProblem(query.error).status === 404;
  if (query.isPending) return <Loading />;
  if (!execution || gone) return <Failed error={query.error} onRetry={() => query.refetch()} />;
  return <Run key={id} execution={execution} />;
}

function Run({ execution }: { execution: ExecutionDetail }) {
  const [asked] = useSearchParams();
  const [chosen, setChosen] = useState<string | null>(asked.get("step"));
  const step = chosen ?? execution.failed_step ?? lastStep(execution);
  const select = (id: string) => setChosen(id.split(".")[0] ?? id);
  return (
    <>
      <PageHeader
        title={titleOf(execution)}
        aside={
          <Group gap="sm" wrap="nowrap">
            <StatusBadge status={statusOf(execution)} />
            <LiveIndicator />
          </Group>
        }
        description={<Facts execution={execution} />}
        actions={<Actions execution={execution} />}
      />
      <PageBody>
        {execution.held && <Held execution={execution} />}
        {execution.payload_hidden && <Hidden />}
        <div className={classes.layout}>
          <div className={classes.graph}>
            <RunGraph execution={execution} selected={step} onSelect={select} />
          </div>
          <BatchOf execution={execution} step={step} />
          <Panel title="When did each step run?" flush>
            <Timeline execution={execution} selected={step} onSelect={select} />
          </Panel>
          <StepPanel execution={execution} step={step} />
        </div>
      </PageBody>
    </>
  );
}

function Loading() {
  return (
    <>
      <PageHeader title="Execution" description={<>&nbsp;</>} />
      <PageBody>
        <LoadingBlock height={300} />
      </PageBody>
    </>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (asProblem(error).status !== 404) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <>
      <PageHeader title="Execution" />
      <EmptyState
        title="There is no such execution"
        actions={
          <Button component={Link} to="/executions" variant="default">
            All executions
          </Button>
        }
      >
        Its history may have been dropped by retention, or it belongs to a flow you may not see.
      </EmptyState>
    </>
  );
}

function titleOf(execution: ExecutionDetail): string {
  const keys = Object.entries(execution.business_keys).map(([name, value]) => `${name} ${value}`);
  return keys.length > 0 ? keys.join(" · ") : execution.flow_name;
}

function lastStep(execution: ExecutionDetail): string {
  const last = execution.steps[execution.steps.length - 1]?.step;
  return last?.split(".")[0] ?? TRIGGER;
}
