import { Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { connectorsQuery } from "@/api/resources/catalogue";
import { type ConnectionInput, createConnection } from "@/api/resources/connections";
import { useMe } from "@/app/session/session";
import { notifyDone } from "@/ui/notify";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { ErrorState, LoadingBlock, NoPermission } from "@/ui/states";
import { ConnectionForm } from "./ConnectionForm";
import classes from "./Connections.module.css";
import { useFaults } from "./faults";
import { mayMake, slugOf } from "./words";

export function NewConnection() {
  if (!mayMake(useMe())) return <NoPermission />;
  return <Making />;
}

function Making() {
  const connectors = useQuery(connectorsQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState<string | null>(null);
  const [slug, setSlug] = useState("");
  const connector = connectors.data?.find((one) => one.name === name);
  const create = useMutation({
    mutationFn: (input: ConnectionInput) =>
      createConnection(slug || slugOf(input.name), name ?? "", input),
    onSuccess: (made) => {
      client.invalidateQueries({ queryKey: ["connections"] });
      notifyDone("The connection is made. Test whether it answers.");
      navigate(`/connections/${made.slug}`);
    },
  });
  const { at } = useFaults(create.error);
  return (
    <>
      <PageHeader
        title="New connection"
        description="A connector with an address and credentials, towards one system."
      />
      <PageBody>
        {connectors.isPending && <LoadingBlock />}
        {connectors.isLoadingError && (
          <ErrorState error={connectors.error} onRetry={() => connectors.refetch()} />
        )}
        {connectors.data && (
          <Panel title="What does it connect to?">
            <Select
              label="Connector"
              placeholder="Choose the kind of system"
              maw={640}
              mb="md"
              data={connectors.data.map((one) => ({ value: one.name, label: one.title }))}
              value={name}
              onChange={(next) => {
                setName(next);
                create.reset();
              }}
            />
            {connector && <p className={classes.about}>{connector.description}</p>}
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
                  description="Flows name the connection by it: small letters, digits and hyphens. Made from the name where it is empty."
                  error={create.variables?.name ? at("slug") : undefined}
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
