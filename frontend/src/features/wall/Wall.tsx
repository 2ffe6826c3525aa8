import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountingQuery } from "@/api/resources/executions";
import { flowsQuery } from "@/api/resources/flows";
import { AccountingStrip } from "@/features/executions/AccountingStrip";
import { LiveIndicator } from "@/live/LiveIndicator";
import { useLive } from "@/live/useLive";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, LoadingBlock } from "@/ui/states";
import { FlowCard } from "./FlowCard";
import { byHarm, type WallData } from "./harm";
import classes from "./Wall.module.css";

/** Every interface at a glance, the most harmed first. */
export function Wall() {
  const [told, setTold] = useState<WallData | null>(null);
  const flows = useQuery(flowsQuery());
  const accounting = useQuery(accountingQuery());
  useLive("wall", (frame) => {
    if (frame.kind === "snapshot" || frame.kind === "delta") setTold(frame.data as WallData);
  });
  const cards =
    told?.flows ?? flows.data?.results.map((flow) => ({ ...flow, last_at: null })) ?? [];
  const failed = !told && flows.isError;
  return (
    <>
      <PageHeader
        title="Wall"
        aside={<LiveIndicator />}
        description="One card per flow. The technical and the business light are never merged: a flow can run without an error and still bring nothing."
      />
      <PageBody>
        <AccountingStrip accounting={told?.accounting ?? accounting.data} />
        {failed && <ErrorState error={flows.error} onRetry={() => flows.refetch()} />}
        {!told && flows.isPending && <LoadingBlock height={200} />}
        {cards.length === 0 && flows.isSuccess && (
          <EmptyState title="No flows to watch">
            A flow appears here as soon as it exists and you may see it.
          </EmptyState>
        )}
        <div className={classes.cards}>
          {[...cards].sort(byHarm).map((flow) => (
            <FlowCard key={flow.slug} flow={flow} />
          ))}
        </div>
      </PageBody>
    </>
  );
}
