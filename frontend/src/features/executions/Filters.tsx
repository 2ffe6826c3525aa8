import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ExecutionFilter } from "@/api/resources/executions";
import { flowsQuery } from "@/api/resources/flows";
import { ClearFilter } from "@/ui/ClearFilter";
import { SinceSelect } from "@/ui/SinceSelect";
import { lookOf } from "@/ui/status";
import { KeyFilter } from "./KeyFilter";
import type { FilterName } from "./useFilter";

const STATUSES = [
  "queued",
  "running",
  "waiting",
  "retrying",
  "succeeded",
  "failed",
  "dead",
  "indeterminate",
  "cancelled",
];

interface Props {
  filter: ExecutionFilter;
  active: boolean;
  onChange: (name: FilterName, value: string | null) => void;
  onClear: () => void;
}

/** Flow, status, business key and time; every choice is answered by the server. */
export function Filters({ filter, active, onChange, onClear }: Props) {
  const flows = useQuery(flowsQuery());
  return (
    <>
      <KeyFilter filter={filter} onChange={onChange} />
      <Select
        size="xs"
        w={180}
        aria-label="Flow"
        placeholder="All flows"
        clearable
        searchable
        data={(flows.data?.results ?? []).map((flow) => ({ value: flow.slug, label: flow.name }))}
        value={filter.flow ?? null}
        onChange={(value) => onChange("flow", value)}
      />
      <Select
        size="xs"
        w={140}
        aria-label="Status"
        placeholder="All states"
        clearable
        data={STATUSES.map((status) => ({ value: status, label: lookOf(status).word }))}
        value={filter.status ?? null}
        onChange={(value) => onChange("status", value)}
      />
      <SinceSelect
        label="Received"
        value={filter.received_after}
        onChange={(moment) => onChange("received_after", moment)}
      />
      {active && <ClearFilter onClear={onClear} />}
    </>
  );
}
