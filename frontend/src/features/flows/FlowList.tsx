import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconPlus, IconSchema, IconSearch, IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearchParams } from "react-router";
import { flowPagesQuery } from "@/api/resources/flows";
import { useMe } from "@/app/session/session";
import { DataTable } from "@/ui/DataTable";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { moreOf } from "@/ui/paging";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { CreateFlow } from "./CreateFlow";
import { COLUMNS } from "./columns";
import { asked, type FlowFilter, STATES, shown } from "./filter";
import { ImportFlow } from "./ImportFlow";
import { pageOf } from "./page";

const PAUSE_MS = 250;

/** Every flow the person may see; the filter stands in the address. */
export function FlowList() {
  const navigate = useNavigate();
  const me = useMe();
  const [creating, create] = useDisclosure(false);
  const [importing, importer] = useDisclosure(false);
  const [filter, setFilter] = useFilter();
  const [text] = useDebouncedValue(filter.text, PAUSE_MS);
  const flows = useInfiniteQuery(flowPagesQuery(asked({ ...filter, text })));
  const rows = flows.data?.pages.flatMap((page) => page.results) ?? [];
  const filtered = filter.text.trim() !== "" || filter.state !== "";
  const mayCreate = me.roles.some((role) => role === "analyst" || role === "administrator");
  const actions = mayCreate && (
    <>
      <Button variant="default" leftSection={<IconUpload size={16} />} onClick={importer.open}>
        Import
      </Button>
      <Button leftSection={<IconPlus size={16} />} onClick={create.open}>
        New flow
      </Button>
    </>
  );

  return (
    <>
      <PageHeader title="Flows" actions={actions} />
      <PageBody>
        {flows.isPending && <LoadingRows />}
        {flows.isError && (
          <ErrorState
            error={flows.error}
            onRetry={() => flows.refetch()}
            title="The flows could not be loaded"
          />
        )}
        {flows.data && rows.length === 0 && !filtered && (
          <EmptyState title="No flows yet" icon={IconSchema} actions={actions}>
            A flow leads messages from a trigger through mappings to a target. Begin with an empty
            one, or import a flow document.
          </EmptyState>
        )}
        {flows.data && (rows.length > 0 || filtered) && (
          <DataTable
            label="Flows"
            storageKey="flows"
            columns={COLUMNS}
            rows={shown(rows, filter)}
            idOf={(flow) => flow.slug}
            onOpen={(flow) => navigate(pageOf(flow))}
            hiddenAtFirst={["slug", "trigger", "cancelled"]}
            more={moreOf(flows)}
            toolbar={<Filters filter={filter} onChange={setFilter} />}
            empty={
              <EmptyState title="No flow fits the filter">
                Clear the search or choose another state.
              </EmptyState>
            }
          />
        )}
      </PageBody>
      <CreateFlow opened={creating} onClose={create.close} />
      <ImportFlow opened={importing} onClose={importer.close} />
    </>
  );
}

function Filters({
  filter,
  onChange,
}: {
  filter: FlowFilter;
  onChange: (next: FlowFilter) => void;
}) {
  return (
    <>
      <TextInput
        size="xs"
        w={240}
        aria-label="Search the flows"
        placeholder="Search by name or slug"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label="State"
        data={STATES}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state })}
      />
    </>
  );
}

function useFilter(): [FlowFilter, (next: FlowFilter) => void] {
  const [params, setParams] = useSearchParams();
  const filter = { text: params.get("q") ?? "", state: params.get("state") ?? "" };
  const set = ({ text, state }: FlowFilter) => {
    const given = Object.entries({ q: text, state }).filter(([, value]) => value !== "");
    setParams(Object.fromEntries(given), { replace: true });
  };
  return [filter, set];
}
