import { Button, Group } from "@mantine/core";
import { IconDownload, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { accountingQuery } from "@/api/resources/executions";
import { LiveIndicator } from "@/live/LiveIndicator";
import { DataTable } from "@/ui/DataTable";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { AccountingStrip } from "./AccountingStrip";
import { COLUMNS, HIDDEN_AT_FIRST } from "./columns";
import { downloadCsv } from "./export";
import { Filters } from "./Filters";
import { SavedViews } from "./SavedViews";
import { useExecutions } from "./useExecutions";
import { useFilter } from "./useFilter";

const ACCOUNT_EVERY_MS = 2_000;

export function ExecutionList() {
  const navigate = useNavigate();
  const { filter, change, replace, active } = useFilter();
  const [paused, setPaused] = useState(false);
  const { query, rows, held } = useExecutions(filter, paused);
  const accounting = useQuery({
    ...accountingQuery(filter.flow),
    refetchInterval: ACCOUNT_EVERY_MS,
  });
  const download = useMutation({ mutationFn: () => downloadCsv(filter) });
  return (
    <>
      <PageHeader
        title="Executions"
        aside={<LiveIndicator />}
        actions={
          <Group gap="xs">
            <PauseButton paused={paused} held={held} onToggle={() => setPaused(!paused)} />
            <SavedViews filter={filter} active={active} onOpen={replace} />
            <Button
              size="xs"
              variant="default"
              leftSection={<IconDownload size={14} aria-hidden />}
              loading={download.isPending}
              onClick={() => download.mutate()}
            >
              Export CSV
            </Button>
          </Group>
        }
      />
      <PageBody>
        <AccountingStrip accounting={accounting.data} />
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <DataTable
            label="Executions"
            storageKey="executions"
            columns={COLUMNS}
            hiddenAtFirst={HIDDEN_AT_FIRST}
            rows={rows}
            idOf={(row) => row.id}
            onOpen={(row) => navigate(`/executions/${row.id}`)}
            height="calc(100vh - 270px)"
            toolbar={
              <Filters
                filter={filter}
                active={active}
                onChange={change}
                onClear={() => replace({})}
              />
            }
            more={{
              available: query.hasNextPage,
              loading: query.isFetchingNextPage,
              load: () => query.fetchNextPage(),
            }}
            empty={query.isPending ? <LoadingRows /> : <Nothing filtered={active} />}
          />
        )}
      </PageBody>
    </>
  );
}

function PauseButton(props: { paused: boolean; held: number; onToggle: () => void }) {
  const { paused, held, onToggle } = props;
  return (
    <Button
      size="xs"
      variant={paused ? "filled" : "default"}
      leftSection={
        paused ? (
          <IconPlayerPlay size={14} aria-hidden />
        ) : (
          <IconPlayerPause size={14} aria-hidden />
        )
      }
      aria-pressed={paused}
      onClick={onToggle}
    >
      {paused ? `Resume (${held} held back)` : "Pause"}
    </Button>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState title="Nothing matches the filter">
        Business keys are matched exactly. Clear a filter to see more.
      </EmptyState>
    );
  return (
    <EmptyState title="No executions yet">
      As soon as a message reaches a live flow, its execution appears here by itself.
    </EmptyState>
  );
}
