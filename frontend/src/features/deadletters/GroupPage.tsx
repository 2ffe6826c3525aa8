import { Anchor, Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { executionQuery } from "@/api/resources/executions";
import type { DeadLetterGroup } from "@/api/types";
import { LiveIndicator } from "@/live/LiveIndicator";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { countOf } from "@/ui/time";
import { adviceFor } from "./advice";
import { stateOf } from "./DeadLetters";
import classes from "./DeadLetters.module.css";
import { Example } from "./Example";
import { Facts, Ways } from "./Group";
import { Letters } from "./Letters";
import { Redrives } from "./Redrives";
import { useGroups } from "./useGroups";
import { useOperated } from "./useOperated";

/** One cause in full: what to do, an example, and the list to choose from. */
export function GroupPage() {
  const { group: id = "" } = useParams();
  const state = stateOf(useSearchParams()[0].get("state") ?? undefined);
  const groups = useGroups({ state });
  const group = groups.data?.find((one) => one.id === id);
  return (
    <>
      <PageHeader
        title={group ? `${countOf(group.count, "dead letter")}: ${group.message}` : "Dead letters"}
        aside={<LiveIndicator />}
        description={group ? <Facts group={group} /> : <>&nbsp;</>}
      />
      <PageBody>
        <Redrives />
        {groups.isPending && <LoadingRows />}
        {groups.isLoadingError && (
          <ErrorState error={groups.error} onRetry={() => groups.refetch()} />
        )}
        {groups.data && !group && <Gone />}
        {group && <Found key={group.id} group={group} />}
      </PageBody>
    </>
  );
}

function Found({ group }: { group: DeadLetterGroup }) {
  const mayOperate = useOperated()(group.flow);
  const example = useQuery({
    ...executionQuery(group.example),
    placeholderData: keepPreviousData,
  });
  // The list stands below the example, and does not move when that arrives.
  if (example.isPending) return <LoadingRows />;
  return (
    <div className={classes.page}>
      <Panel title="What to do" actions={mayOperate && <Ways group={group} />}>
        <p className={classes.advice}>{adviceFor(group.code).says}</p>
      </Panel>
      {example.data && <Example execution={example.data} />}
      <Letters group={group} mayOperate={mayOperate} />
    </div>
  );
}

function Gone() {
  return (
    <EmptyState
      title="Nothing waits for this cause any more"
      actions={
        <Button component={Link} to="/dead-letters" variant="default">
          All dead letters
        </Button>
      }
    >
      Its dead letters were redriven,{" "}
      <Anchor component={Link} to="?state=replayed" size="sm" underline="always">
        replayed
      </Anchor>{" "}
      or{" "}
      <Anchor component={Link} to="?state=discarded" size="sm" underline="always">
        discarded
      </Anchor>
      . What dies of it again appears here.
    </EmptyState>
  );
}
