import { Button, Group, NumberInput, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { type ConnectionInput, systemsQuery } from "@/api/resources/connections";
import type { Connection, ConnectorManifest } from "@/api/types";
import { ProblemList } from "@/ui/ProblemList";
import { RelativeTime } from "@/ui/RelativeTime";
import { ConfigFields } from "./ConfigFields";
import classes from "./Connections.module.css";

interface Props {
  connector: ConnectorManifest;
  connection?: Connection;
  /** Fields before the others, for a new connection. */
  children?: ReactNode;
  busy: boolean;
  error: unknown;
  onSave: (input: ConnectionInput) => void;
}

/** The form of a connection, made from the connector's manifest. Secrets are written, never read. */
export function ConnectionForm({ connector, connection, children, busy, error, onSave }: Props) {
  const systems = useQuery(systemsQuery);
  const [value, setValue] = useState<ConnectionInput>({
    name: connection?.name ?? "",
    system: connection?.system ?? "",
    config: connection?.config ?? {},
    secrets: {},
    max_concurrency: connection?.max_concurrency ?? 8,
  });
  const change = (part: Partial<ConnectionInput>) => setValue({ ...value, ...part });
  const problem = error ? asProblem(error) : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave(value);
      }}
    >
      <Stack gap="sm" maw={640}>
        {children}
        <TextInput
          label="Name"
          required
          value={value.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label="System"
          description="The outside party it leads to. Private addresses are allowed per system."
          required
          data={(systems.data ?? []).map((one) => ({ value: one.slug, label: one.name }))}
          value={value.system || null}
          onChange={(system) => change({ system: system ?? "" })}
        />
        <ConfigFields
          schema={connector.config_schema}
          value={value.config}
          onChange={(config) => change({ config })}
        />
        {(connector.secret_fields ?? []).map((name) => (
          <PasswordInput
            key={name}
            label={name.replaceAll("_", " ")}
            description={<SecretState connection={connection} name={name} />}
            autoComplete="new-password"
            value={value.secrets[name] ?? ""}
            onChange={(event) => {
              const typed = event.currentTarget.value;
              const { [name]: _, ...others } = value.secrets;
              change({ secrets: typed ? { ...others, [name]: typed } : others });
            }}
          />
        ))}
        <NumberInput
          label="Calls at once"
          description="More wait their turn; other connections are not held up."
          min={1}
          max={256}
          value={value.max_concurrency}
          onChange={(number) => change({ max_concurrency: Number(number) || 1 })}
        />
        {problem && (
          <div role="alert">
            <p className={classes.error}>
              {problem.message} {problem.hint}
            </p>
            {problem.problems.length > 0 && <ProblemList problems={problem.problems} />}
          </div>
        )}
        <Group>
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function SecretState({ connection, name }: { connection?: Connection; name: string }) {
  const secret = connection?.secrets[name];
  if (!secret?.set) return <>Not set. It is sealed when saved and never shown again.</>;
  return (
    <>
      Set <RelativeTime at={secret.changed_at} />. Leave empty to keep it.
    </>
  );
}
