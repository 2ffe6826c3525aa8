import { Select } from "@mantine/core";

const RANGES: [string, string, number][] = [
  ["15m", "Last 15 minutes", 15],
  ["1h", "Last hour", 60],
  ["24h", "Last 24 hours", 1_440],
  ["7d", "Last 7 days", 10_080],
];
const FIXED = "fixed";

interface Props {
  label: string;
  /** A moment, as ISO 8601. */
  value: string | undefined;
  onChange: (moment: string | null) => void;
}

/** Since when. The choice is turned into a moment, so that a link shows the same list tomorrow. */
export function SinceSelect({ label, value, onChange }: Props) {
  return (
    <Select
      size="xs"
      w={160}
      aria-label={label}
      placeholder="Any time"
      clearable
      data={[...fixed(value), ...RANGES.map(([name, words]) => ({ value: name, label: words }))]}
      value={value ? FIXED : null}
      onChange={(range) => range !== FIXED && onChange(since(range))}
    />
  );
}

function fixed(moment: string | undefined) {
  return moment ? [{ value: FIXED, label: `Since ${shortTime(new Date(moment))}` }] : [];
}

const shortTime = (moment: Date) =>
  Number.isNaN(moment.getTime())
    ? "an unknown time"
    : moment.toLocaleString("en-GB", {
        day: "2-digit",
        month: "short",
        hour: "2-digit",
        minute: "2-digit",
      });

function since(range: string | null): string | null {
  const minutes = RANGES.find(([value]) => value === range)?.[2];
  return minutes ? new Date(Date.now() - minutes * 60_000).toISOString() : null;
}
