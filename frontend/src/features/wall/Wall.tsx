import { Button } from "@mantine/core";
import { Link } from "react-router";
import { maySee } from "@/app/sections";
import { useMe } from "@/app/session/session";
import { AccountingStrip } from "@/features/executions/AccountingStrip";
import { LiveIndicator } from "@/live/LiveIndicator";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, LoadingBlock } from "@/ui/states";
import { FlowCard } from "./FlowCard";
import { byHarm } from "./harm";
import { useWall } from "./useWall";
import classes from "./Wall.module.css";

/** Every interface at a glance, the most harmed first. */
export function Wall() {
  const { flows, accounting, error, retry } = useWall();
  return (
    <>
      <PageHeader
        title="Wall"
        aside={<LiveIndicator />}
        description="One card per flow, the most harmed first. A flow can run without an error and still bring nothing, so there are two lights."
      />
      <PageBody>
        <AccountingStrip accounting={accounting} />
        {error !== null && <ErrorState error={error} onRetry={retry} />}
        {error === null && !flows && <LoadingCards />}
        {flows?.length === 0 && <Nothing />}
        <div className={classes.cards}>
          {[...(flows ?? [])].sort(byHarm).map((flow) => (
            <FlowCard key={flow.slug} flow={flow} />
          ))}
        </div>
      </PageBody>
    </>
  );
}

function LoadingCards() {
  return (
    <div className={classes.cards}>
      <LoadingBlock height={236} />
      <LoadingBlock height={236} />
      <LoadingBlock height={236} />
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
