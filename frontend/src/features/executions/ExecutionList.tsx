import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { accountingQuery } from "@/api/resources/executions";
import { LiveIndicator } from "@/live/LiveIndicator";
import { DataTable } from "@/ui/DataTable";
import { PageHeader } from "@/ui/PageHeader";
import { moreOf } from "@/ui/paging";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { AccountingStrip } from "./AccountingStrip";
import { COLUMNS, HIDDEN_AT_FIRST } from "./columns";
import classes from "./ExecutionList.module.css";
import { Filters } from "./Filters";
import { ListActions } from "./ListActions";
import { useExecutions } from "./useExecutions";
import { useFilter } from "./useFilter";

const ACCOUNT_EVERY_MS = 2_000;

/** Executions as they come: the list streams, can be paused, and its filter is its address. */
export function ExecutionList() {
  const { filter, ...setFilter } = useFilter();
  // A list is paused as it stands: another filter is another list, and streams.
  const [pausedWith, setPausedWith] = useState<typeof filter | null>(null);
  const paused = pausedWith === filter;
  const { query, rows, heldBack } = useExecutions(filter, paused);
  const navigate = useNavigate();
  const accounting = useQuery({
    ...accountingQuery(filter.flow),
    refetchInterval: ACCOUNT_EVERY_MS,
  });
  return (
    <div className={classes.page}>
      <PageHeader
        title="Executions"
        aside={<LiveIndicator />}
        actions={
          <ListActions
            filter={filter}
            active={setFilter.active}
            onOpen={setFilter.replace}
            paused={paused}
            heldBack={heldBack}
            onPause={() => setPausedWith(paused ? null : filter)}
          />
        }
      />
      <div className={classes.body}>
        <AccountingStrip accounting={accounting.data} />
        <DataTable
          label="Executions"
          storageKey="executions"
          columns={COLUMNS}
          hiddenAtFirst={HIDDEN_AT_FIRST}
          rows={rows}
          idOf={(row) => row.id}
          onOpen={(row) => navigate(`/executions/${row.id}`)}
          fill
          toolbar={
            <Filters
              filter={filter}
              active={setFilter.active}
              onChange={setFilter.change}
              onClear={() => setFilter.replace({})}
            />
          }
          more={moreOf(query)}
          empty={<InPlaceOfRows query={query} filtered={setFilter.active} />}
        />
      </div>
    </div>
  );
}

function InPlaceOfRows(props: {
  query: ReturnType<typeof useExecutions>["query"];
  filtered: boolean;
}) {
  const { query, filtered } = props;
  if (query.isLoadingError)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (query.isPending) return <LoadingRows />;
  if (filtered)
    return (
      <EmptyState title="Nothing matches the filter">
        A business key is found by how it begins, in capitals and small letters as they are stored.
        Clear a filter to see more.
      </EmptyState>
    );
  return (
    <EmptyState title="No executions yet">
      As soon as a message reaches a live flow, its execution appears here by itself.
    </EmptyState>
  );
}
