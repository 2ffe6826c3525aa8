import { Button } from "@mantine/core";
import { Link } from "react-router";
import { maySee } from "@/app/sections";
import { useMe } from "@/app/session/session";
import { AccountingStrip } from "@/features/executions/AccountingStrip";
import { LiveIndicator } from "@/live/LiveIndicator";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, LoadingBlock } from "@/ui/states";
import { useNow } from "@/ui/useNow";
import { FlowCard } from "./FlowCard";
import { byHarm } from "./harm";
import { useWall } from "./useWall";
import classes from "./Wall.module.css";

/** Every interface at a glance, the most harmed first. */
export function Wall() {
  const { flows, accounting, error, retry } = useWall();
  const now = new Date(useNow());
  return (
    <>
      <PageHeader
        title="Wall"
        aside={<LiveIndicator />}
        description="One card per flow, the most harmed first. The business light needs arrival windows, which cannot be set yet: go by the last execution."
      />
      <PageBody>
        <AccountingStrip accounting={accounting} />
        {error !== null && <ErrorState error={error} onRetry={retry} />}
        {error === null && !flows && <LoadingCards />}
        {flows?.length === 0 && <Nothing />}
        <div className={classes.cards}>
          {[...(flows ?? [])].sort(byHarm(now)).map((flow) => (
            <FlowCard key={flow.slug} flow={flow} now={now} />
          ))}
        </div>
      </PageBody>
    </>
  );
}

function LoadingCards() {
  return (
    <div className={classes.cards}>
      <LoadingBlock height={272} />
      <LoadingBlock height={272} />
      <LoadingBlock height={272} />
    </div>
  );
}

function Nothing() {
  const toFlows = maySee(useMe(), "flows") && (
    <Button component={Link} to="/flows" variant="default">
      Flows
    </Button>
  );
  return (
    <EmptyState title="No flows to watch" actions={toFlows}>
      A flow appears here as soon as it exists and you may see it.
    </EmptyState>
  );
}
