import { Button, Group, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type ConnectionInput, systemsQuery } from "@/api/resources/connections";
import type { Connection, ConnectorManifest } from "@/api/types";
import { SchemaForm } from "@/ui/forms/SchemaForm";
import { requiredDefaults } from "@/ui/forms/schema";
import { useFaults } from "./faults";
import { Refusal } from "./Refusal";
import { SecretFields } from "./SecretFields";

interface Props {
  connector: ConnectorManifest;
  connection?: Connection;
  /** Fields before the others, for a new connection. */
  children?: ReactNode;
  busy: boolean;
  error: unknown;
  onSave: (input: ConnectionInput) => void;
}

/** The form of a connection, made from the connector's manifest. */
export function ConnectionForm({ connector, connection, children, busy, error, onSave }: Props) {
  const systems = useQuery(systemsQuery);
  const [value, setValue] = useState<ConnectionInput>({
    name: connection?.name ?? "",
    system: connection?.system ?? "",
    config: connection?.config ?? requiredDefaults(connector.config_schema),
    secrets: {},
    max_concurrency: connection?.max_concurrency ?? 8,
    requests_per_minute: connection?.requests_per_minute ?? null,
  });
  const change = (part: Partial<ConnectionInput>) => setValue({ ...value, ...part });
  const { at, inConfig } = useFaults(error);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error]);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSave(value);
      }}
    >
      <Stack gap="md" maw={640}>
        <TextInput
          label="Name"
          withAsterisk
          error={at("name")}
          value={value.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        {children}
        <Select
          label="System"
          description="The outside party it leads to. Private addresses are allowed per system."
          withAsterisk
          error={at("system")}
          data={(systems.data ?? []).map((one) => ({ value: one.slug, label: one.name }))}
          nothingFoundMessage="No system yet; make one on the page of systems."
          value={value.system || null}
          onChange={(system) => change({ system: system ?? "" })}
        />
        <SchemaForm
          schema={connector.config_schema}
          value={value.config}
          faults={inConfig}
          onChange={(config) => change({ config })}
        />
        <SecretFields
          connector={connector}
          config={value.config}
          known={connection?.secrets ?? {}}
          value={value.secrets}
          errorOf={(name) => at(`secrets.${name}`)}
          onChange={(secrets) => change({ secrets })}
        />
        <Group grow align="flex-start">
          <NumberInput
            label="Calls at once"
            description="More wait their turn; other connections are not held up."
            min={1}
            max={256}
            error={at("max_concurrency")}
            value={value.max_concurrency}
            onChange={(number) => change({ max_concurrency: Number(number) || 1 })}
          />
          <NumberInput
            label="Calls a minute"
            description="What the system allows at most; empty for no limit."
            min={1}
            error={at("requests_per_minute")}
            value={value.requests_per_minute ?? ""}
            onChange={(number) => change({ requests_per_minute: Number(number) || null })}
          />
        </Group>
        {Boolean(error) && <Refusal error={error} />}
        <Group>
          <Button type="submit" loading={busy}>
            {connection ? "Save" : "Create the connection"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
