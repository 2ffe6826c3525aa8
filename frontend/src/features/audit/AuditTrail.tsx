import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { auditQuery } from "@/api/resources/audit";
import type { AuditEntry } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { PageHeader } from "@/ui/PageHeader";
import { moreOf } from "@/ui/paging";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { useAddress } from "@/ui/useAddress";
import classes from "./Audit.module.css";
import { COLUMNS } from "./columns";
import { Entry } from "./Entry";
import { Filters, NAMES } from "./Filters";
import { Verify } from "./Verify";

/** Who did what, when, to which object; the filter is the address. */
export function AuditTrail() {
  const { filter, ...setFilter } = useAddress(NAMES);
  const query = useInfiniteQuery(auditQuery(filter));
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  return (
    <div className={classes.page}>
      <PageHeader
        title="Audit"
        description="Who did what, when. Entries are only ever added, each sealed with the one before it."
        actions={<Verify />}
      />
      <div className={classes.body}>
        <DataTable
          label="Audit trail"
          storageKey="audit"
          columns={COLUMNS}
          hiddenAtFirst={["action"]}
          rows={query.data?.pages.flatMap((page) => page.results) ?? []}
          idOf={(row) => String(row.id)}
          onOpen={setOpened}
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
      {opened && <Entry entry={opened} onClose={() => setOpened(null)} />}
    </div>
  );
}

interface EmptyProps {
  query: { isPending: boolean; isLoadingError: boolean; error: unknown; refetch: () => unknown };
  filtered: boolean;
}

function InPlaceOfRows({ query, filtered }: EmptyProps) {
  if (query.isLoadingError)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (query.isPending) return <LoadingRows />;
  return (
    <EmptyState title={filtered ? "Nothing matches the filter" : "Nothing was done yet"}>
      {filtered && "Names and objects are matched exactly, as in flow:supplier-orders."}
    </EmptyState>
  );
}
