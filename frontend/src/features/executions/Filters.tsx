import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ExecutionFilter } from "@/api/resources/executions";
import { flowsQuery } from "@/api/resources/flows";
import { lookOf } from "@/ui/status";
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
const RANGES: [string, string, number][] = [
  ["15m", "Last 15 minutes", 15],
  ["1h", "Last hour", 60],
  ["24h", "Last 24 hours", 1_440],
  ["7d", "Last 7 days", 10_080],
];
const TYPING_MS = 300;

interface Props {
  filter: ExecutionFilter;
  active: boolean;
  onChange: (name: FilterName, value: string | null) => void;
  onClear: () => void;
}

/** Flow, status, business key and time; every choice is answered by the server. */
export function Filters({ filter, active, onChange, onClear }: Props) {
  const flows = useQuery(flowsQuery());
  const [typed, setTyped] = useState(filter.business_key ?? "");
  const search = useDebouncedCallback((value: string) => {
    onChange("business_key", value.trim() || null);
  }, TYPING_MS);
  return (
    <>
      <TextInput
        size="xs"
        w={220}
        aria-label="Business key"
        placeholder="Business key, exactly"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <Select
        size="xs"
        w={220}
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
        w={150}
        aria-label="Status"
        placeholder="All states"
        clearable
        data={STATUSES.map((status) => ({ value: status, label: lookOf(status).word }))}
        value={filter.status ?? null}
        onChange={(value) => onChange("status", value)}
      />
      <Select
        size="xs"
        w={160}
        aria-label="Received"
        placeholder="Any time"
        clearable
        data={RANGES.map(([value, label]) => ({ value, label }))}
        value={null}
        onChange={(value) => onChange("received_after", since(value))}
      />
      {active && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => {
            setTyped("");
            onClear();
          }}
        >
          Clear
        </Button>
      )}
    </>
  );
}

function since(range: string | null): string | null {
  const minutes = RANGES.find(([value]) => value === range)?.[2];
  return minutes ? new Date(Date.now() - minutes * 60_000).toISOString() : null;
}
