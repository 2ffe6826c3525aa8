import { Button, Fieldset, Group, PasswordInput, Stack, Text } from "@mantine/core";
import type { Connection } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import { secretLabel } from "./words";

interface Props {
  names: readonly string[];
  known: Connection["secrets"];
  value: Record<string, string | null>;
  errorOf: (name: string) => string | undefined;
  onChange: (value: Record<string, string | null>) => void;
}

/** Secrets are written, never read: each field says whether one is set, and since when. */
export function SecretFields({ names, known, value, errorOf, onChange }: Props) {
  if (names.length === 0) return null;
  const set = (name: string, secret: string | null | undefined) => {
    const { [name]: _, ...others } = value;
    onChange(secret === undefined ? others : { ...others, [name]: secret });
  };
  return (
    <Fieldset legend="Secrets">
      <Stack gap="md">
        {names.map((name) => (
          <Group key={name} align="flex-end" gap="xs" wrap="nowrap">
            <PasswordInput
              flex={1}
              label={secretLabel(name)}
              description={<State secret={known[name]} removing={value[name] === null} />}
              autoComplete="new-password"
              error={errorOf(name)}
              disabled={value[name] === null}
              value={value[name] ?? ""}
              onChange={(event) => set(name, event.currentTarget.value || undefined)}
            />
            {known[name]?.set && (
              <Button
                variant="default"
                onClick={() => set(name, value[name] === null ? undefined : null)}
              >
                {value[name] === null ? "Keep" : "Remove"}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Fieldset>
  );
}

interface StateProps {
  secret: { set: boolean; changed_at: string | null } | undefined;
  removing: boolean;
}

function State({ secret, removing }: StateProps) {
  if (removing) return <Text span>Is removed when you save.</Text>;
  if (!secret?.set) return <>Not set. It is sealed when saved and never shown again.</>;
  return (
    <>
      Set <RelativeTime at={secret.changed_at} />. Leave empty to keep it.
    </>
  );
}
