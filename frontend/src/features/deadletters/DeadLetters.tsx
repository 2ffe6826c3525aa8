import { IconMailCheck } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { groupsQuery } from "@/api/resources/deadletters";
import { accountingQuery } from "@/api/resources/executions";
import { flowsQuery } from "@/api/resources/flows";
import { AccountingStrip } from "@/features/executions/AccountingStrip";
import { LiveIndicator } from "@/live/LiveIndicator";
import { useLive } from "@/live/useLive";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import classes from "./DeadLetters.module.css";
import { Group } from "./Group";

const AGAIN_MS = 2_000;

/** What stopped, grouped by why. The account above shows a redrive's progress. */
export function DeadLetters() {
  const client = useQueryClient();
  const groups = useQuery({ ...groupsQuery(), refetchInterval: AGAIN_MS });
  const accounting = useQuery({ ...accountingQuery(), refetchInterval: AGAIN_MS });
  const flows = useQuery(flowsQuery());
  const operated = new Set(
    flows.data?.results
      .filter((flow) => flow.permissions.includes("operate"))
      .map((flow) => flow.slug),
  );
  useLive("executions", (frame) => {
    if (frame.kind === "delta") client.invalidateQueries({ queryKey: ["deadletters"] });
  });
  return (
    <>
      <PageHeader
        title="Dead letters"
        aside={<LiveIndicator />}
        description="Executions that a person has to look at. Mend the cause, then redrive the group: completed steps do not run again."
      />
      <PageBody>
        <AccountingStrip accounting={accounting.data} />
        <div className={classes.groups}>
          {groups.isPending && <LoadingRows />}
          {groups.isLoadingError && (
            <ErrorState error={groups.error} onRetry={() => groups.refetch()} />
          )}
          {groups.data?.length === 0 && (
            <EmptyState title="No dead letters" icon={IconMailCheck}>
              When an error is permanent or its retries run out, the execution waits here with its
              cause. Nothing is lost: it can be redriven once the cause is mended.
            </EmptyState>
          )}
          {groups.data?.map((group) => (
            <Group
              key={`${group.flow}.${group.id}`}
              group={group}
              mayRedrive={operated.has(group.flow)}
            />
          ))}
        </div>
      </PageBody>
    </>
  );
}
