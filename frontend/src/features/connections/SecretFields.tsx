import { Button, Fieldset, Group, PasswordInput, Stack, Text } from "@mantine/core";
import type { Connection, ConnectorManifest, JsonObject, JsonSchema } from "@/api/types";
import { settingAt } from "@/ui/forms/schema";
import { RelativeTime } from "@/ui/RelativeTime";

interface Props {
  connector: ConnectorManifest;
  /** The settings beside them, which decide what secrets are used. */
  config: JsonObject;
  known: Connection["secrets"];
  value: Record<string, string | null>;
  errorOf: (name: string) => string | undefined;
  onChange: (value: Record<string, string | null>) => void;
}

/** Secrets are written, never read: each field says whether one is set, and since when. */
export function SecretFields({ connector, config, known, value, errorOf, onChange }: Props) {
  const shown = connector.secret_fields.filter(
    (one) => isUsed(one, connector.config_schema, config) || known[one.name]?.set,
  );
  if (shown.length === 0) return null;
  const set = (name: string, secret: string | null | undefined) => {
    const { [name]: _, ...others } = value;
    onChange(secret === undefined ? others : { ...others, [name]: secret });
  };
  return (
    <Fieldset legend="Secrets">
      <Stack gap="md">
        {shown.map(({ name, title, description }) => (
          <Group key={name} align="flex-end" gap="xs" wrap="nowrap">
            <PasswordInput
              flex={1}
              label={title}
              description={
                <>
                  {description} <State secret={known[name]} removing={value[name] === null} />
                </>
              }
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

/** Whether a secret is used with these settings; one that is set can be removed all the same. */
function isUsed(
  { shown_for }: Props["connector"]["secret_fields"][number],
  schema: JsonSchema,
  config: JsonObject,
): boolean {
  return Object.entries(shown_for).every(([path, values]) => {
    const given = settingAt(schema, config, path.split("."));
    return given !== undefined && Array.isArray(values) && values.includes(given);
  });
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
