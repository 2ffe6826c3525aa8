import { Button, SegmentedControl, Select } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { accountingQuery } from "@/api/resources/executions";
import { flowsQuery } from "@/api/resources/flows";
import type { DeadLetterState } from "@/api/types";
import { AccountingStrip } from "@/features/executions/AccountingStrip";
import { LiveIndicator } from "@/live/LiveIndicator";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { useAddress } from "@/ui/useAddress";
import classes from "./DeadLetters.module.css";
import { FailedBatches } from "./FailedBatches";
import { Group } from "./Group";
import { Redrives } from "./Redrives";
import { useGroups } from "./useGroups";
import { useOperated } from "./useOperated";

const AGAIN_MS = 2_000;
const NAMES = ["flow", "state"] as const;
const STATES = [
  { value: "open", label: "Open" },
  { value: "discarded", label: "Discarded" },
  { value: "replayed", label: "Replayed" },
];

export const stateOf = (text: string | undefined): DeadLetterState =>
  text === "discarded" || text === "replayed" ? text : "open";

/** What stopped, grouped by why. The account above shows a redrive's progress. */
export function DeadLetters() {
  const { filter, change, replace } = useAddress(NAMES);
  const state = stateOf(filter.state);
  const groups = useGroups({ flow: filter.flow, state });
  const accounting = useQuery({ ...accountingQuery(filter.flow), refetchInterval: AGAIN_MS });
  const flows = useQuery(flowsQuery());
  const operated = useOperated();
  return (
    <>
      <PageHeader
        title="Dead letters"
        aside={<LiveIndicator />}
        description="Executions that a person has to look at. Mend the cause, then redrive the group: completed steps do not run again."
      />
      <PageBody>
        <AccountingStrip accounting={accounting.data} />
        <Redrives />
        <div className={classes.filters}>
          <SegmentedControl
            size="xs"
            aria-label="State"
            data={STATES}
            value={state}
            onChange={(next) => change("state", next === "open" ? null : next)}
          />
          <Select
            size="xs"
            w={240}
            aria-label="Flow"
            placeholder="All flows"
            clearable
            searchable
            data={(flows.data?.results ?? []).map((one) => ({ value: one.slug, label: one.name }))}
            value={filter.flow ?? null}
            onChange={(flow) => change("flow", flow)}
          />
        </div>
        <div className={classes.groups}>
          {groups.isPending && <LoadingRows />}
          {groups.isLoadingError && (
            <ErrorState error={groups.error} onRetry={() => groups.refetch()} />
          )}
          {groups.data?.length === 0 && (
            <Nothing state={state} filtered={Boolean(filter.flow)} onClear={() => replace({})} />
          )}
          {groups.data?.map((group) => (
            <Group
              key={`${group.flow}.${group.id}.${group.state}`}
              group={group}
              mayOperate={operated(group.flow)}
            />
          ))}
        </div>
        {state === "open" && <FailedBatches flow={filter.flow} />}
      </PageBody>
    </>
  );
}

interface NothingProps {
  state: DeadLetterState;
  filtered: boolean;
  onClear: () => void;
}

function Nothing({ state, filtered, onClear }: NothingProps) {
  const all = filtered && (
    <Button variant="default" onClick={onClear}>
      All flows
    </Button>
  );
  if (state === "discarded")
    return (
      <EmptyState title="Nothing was discarded" actions={all}>
        Dead letters that are laid aside stay here with the reason, and can be restored.
      </EmptyState>
    );
  if (state === "replayed")
    return (
      <EmptyState title="Nothing was replayed" actions={all}>
        Dead letters whose messages were run again with the live version stay here, each with the
        execution that stands for it.
      </EmptyState>
    );
  return (
    <EmptyState
      title={filtered ? "No dead letters of this flow" : "No dead letters"}
      icon={IconMailCheck}
      actions={all}
    >
      When an error is permanent or its retries run out, the execution waits here with its cause.
      Nothing is lost: it can be redriven once the cause is mended.
    </EmptyState>
  );
}
