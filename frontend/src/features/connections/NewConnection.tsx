import { Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { connectorsQuery } from "@/api/resources/catalogue";
import { type ConnectionInput, createConnection } from "@/api/resources/connections";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { ErrorState, LoadingBlock } from "@/ui/states";
import { ConnectionForm } from "./ConnectionForm";

export function NewConnection() {
  const connectors = useQuery(connectorsQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState<string | null>(null);
  const [slug, setSlug] = useState("");
  const connector = connectors.data?.find((one) => one.name === name);
  const create = useMutation({
    mutationFn: (input: ConnectionInput) => createConnection(slug, name ?? "", input),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["connections"] });
      navigate(`/connections/${slug}`);
    },
  });
  return (
    <>
      <PageHeader title="New connection" />
      <PageBody>
        {connectors.isPending && <LoadingBlock />}
        {connectors.isError && (
          <ErrorState error={connectors.error} onRetry={() => connectors.refetch()} />
        )}
        {connectors.data && (
          <Panel title="What does it connect to?">
            <Select
              label="Connector"
              placeholder="Choose the kind of system"
              maw={640}
              mb="sm"
              data={connectors.data.map((one) => ({ value: one.name, label: one.title }))}
              value={name}
              onChange={setName}
            />
            {connector && (
              <ConnectionForm
                key={connector.name}
                connector={connector}
                busy={create.isPending}
                error={create.error}
                onSave={(input) => create.mutate(input)}
              >
                <TextInput
                  label="Short name"
                  description="Flows name the connection by it: small letters, digits and hyphens."
                  required
                  pattern="[a-z0-9][a-z0-9\-]*"
                  value={slug}
                  onChange={(event) => setSlug(event.currentTarget.value)}
                />
              </ConnectionForm>
            )}
          </Panel>
        )}
      </PageBody>
    </>
  );
}
