import { Select, TextInput } from "@mantine/core";
import { ClearFilter } from "@/ui/ClearFilter";
import { SinceSelect } from "@/ui/SinceSelect";
import type { Filter } from "@/ui/useAddress";
import { useTyped } from "@/ui/useTyped";

export const NAMES = ["actor", "action", "object", "after", "before"] as const;
export type Name = (typeof NAMES)[number];

const BRANCHES = [
  { value: "flow", label: "Flows" },
  { value: "execution", label: "Executions" },
  { value: "dead_letters", label: "Dead letters" },
  { value: "connection", label: "Connections" },
  { value: "system", label: "Systems" },
  { value: "token", label: "Tokens" },
  { value: "webhook_secret", label: "Webhook secrets" },
  { value: "session", label: "Sign-ins" },
  { value: "session.refused", label: "Refused sign-ins" },
  { value: "user", label: "People" },
];

interface Props {
  filter: Filter<Name>;
  active: boolean;
  onChange: (name: Name, value: string | null) => void;
  onClear: () => void;
}

/** Who, what, at which object, since when; the server answers each choice. */
export function Filters({ filter, active, onChange, onClear }: Props) {
  const known = BRANCHES.some(({ value }) => value === filter.action);
  const unlisted = filter.action && !known ? [{ value: filter.action, label: filter.action }] : [];
  return (
    <>
      <Typed
        label="Who"
        placeholder="User name"
        width={150}
        value={filter.actor}
        onChange={(value) => onChange("actor", value)}
      />
      <Select
        size="xs"
        w={170}
        aria-label="Action"
        placeholder="All deeds"
        clearable
        data={[...unlisted, ...BRANCHES]}
        value={filter.action ?? null}
        onChange={(value) => onChange("action", value)}
      />
      <Typed
        label="Object"
        placeholder="Object, as flow:orders"
        width={220}
        value={filter.object}
        onChange={(value) => onChange("object", value)}
      />
      <SinceSelect
        label="Since"
        value={filter.after}
        onChange={(moment) => onChange("after", moment)}
      />
      {active && <ClearFilter onClear={onClear} />}
    </>
  );
}

interface TypedProps {
  label: string;
  placeholder: string;
  width: number;
  value: string | undefined;
  onChange: (value: string | null) => void;
}

function Typed({ label, placeholder, width, value, onChange }: TypedProps) {
  const [typed, type] = useTyped(value, onChange);
  return (
    <TextInput
      size="xs"
      w={width}
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
