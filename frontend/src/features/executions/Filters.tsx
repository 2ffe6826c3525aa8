import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
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
const FIXED = "fixed";
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
  const sent = useRef(filter.business_key);
  if (sent.current !== filter.business_key) {
    // It was changed elsewhere: by a view, by "Clear", by going back.
    sent.current = filter.business_key;
    setTyped(filter.business_key ?? "");
  }
  const search = useDebouncedCallback((value: string) => {
    sent.current = value.trim() || undefined;
    onChange("business_key", sent.current ?? null);
  }, TYPING_MS);
  return (
    <>
      <TextInput
        size="xs"
        w={220}
        aria-label="Business key"
        placeholder="Business key, in full"
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
        data={[
          ...fixed(filter.received_after),
          ...RANGES.map(([value, label]) => ({ value, label })),
        ]}
        value={filter.received_after ? FIXED : null}
        onChange={(value) => value !== FIXED && onChange("received_after", since(value))}
      />
      {active && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={onClear}
        >
          Clear
        </Button>
      )}
    </>
  );
}

/** The address holds a moment, so that the link shows the same list tomorrow. */
function fixed(moment: string | undefined) {
  return moment ? [{ value: FIXED, label: `Since ${shortTime(new Date(moment))}` }] : [];
}

const shortTime = (moment: Date) =>
  moment.toLocaleString("en-GB", {
    day: "2-digit",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });

function since(range: string | null): string | null {
  const minutes = RANGES.find(([value]) => value === range)?.[2];
  return minutes ? new Date(Date.now() - minutes * 60_000).toISOString() : null;
}
