import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { connectorQuery } from "@/api/resources/catalogue";
import {
  type ConnectionInput,
  changeConnection,
  connectionQuery,
} from "@/api/resources/connections";
import type { Connection, ConnectorManifest } from "@/api/types";
import { ConnectionRights } from "@/features/rights/ConnectionRights";
import { SchemaForm } from "@/ui/forms/SchemaForm";
import { notifyDone } from "@/ui/notify";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { EmptyState, ErrorState, LoadingBlock } from "@/ui/states";
import { ConnectionForm } from "./ConnectionForm";
import classes from "./Connections.module.css";
import { ConnectionTest } from "./ConnectionTest";
import { HealthBadge } from "./HealthBadge";
import { RemoveConnection } from "./RemoveConnection";
import { RestNote } from "./RestNote";

/** Health changes by itself, with the calls of flows. */
const AGAIN_MS = 5_000;

export function ConnectionPage() {
  const { slug = "" } = useParams();
  const query = useQuery({ ...connectionQuery(slug), refetchInterval: AGAIN_MS });
  if (query.isPending) return <Loading />;
  if (!query.data) return <Failed error={query.error} onRetry={() => query.refetch()} />;
  return <Loaded connection={query.data} />;
}

function Loading() {
  return (
    <>
      <PageHeader title="Connection" description={<>&nbsp;</>} />
      <PageBody>
        <LoadingBlock height={420} />
      </PageBody>
    </>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (asProblem(error).status !== 404) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <>
      <PageHeader title="Connection" />
      <EmptyState
        title="There is no such connection"
        actions={
          <Button component={Link} to="/connections" variant="default">
            All connections
          </Button>
        }
      >
        It was removed, or it is not one that you may see.
      </EmptyState>
    </>
  );
}

function Loaded({ connection }: { connection: Connection }) {
  const connector = useQuery(connectorQuery(connection.connector));
  const [showing, rights] = useDisclosure(false);
  const mayChange = connection.permissions.includes("change");
  return (
    <>
      <PageHeader
        title={connection.name}
        aside={
          <>
            <HealthBadge health={connection.health} message={connection.health_message} />
            <RestNote connection={connection} />
          </>
        }
        description={
          <>
            {connector.data?.title ?? connection.connector}, known to flows as{" "}
            <code>{connection.slug}</code>
          </>
        }
        actions={
          <>
            <Button size="xs" variant="default" onClick={rights.open}>
              Rights…
            </Button>
            {mayChange && <RemoveConnection connection={connection} />}
          </>
        }
      />
      <PageBody>
        <div className={classes.columns}>
          <Panel title="Settings">
            {!connector.data && <LoadingBlock height={420} />}
            {connector.data && mayChange && (
              <Editable connection={connection} connector={connector.data} />
            )}
            {connector.data && !mayChange && (
              <ReadOnly connection={connection} connector={connector.data} />
            )}
          </Panel>
          <ConnectionTest connection={connection} />
        </div>
        <ConnectionRights connection={connection} opened={showing} onClose={rights.close} />
      </PageBody>
    </>
  );
}

interface SettingsProps {
  connection: Connection;
  connector: ConnectorManifest;
}

function Editable({ connection, connector }: SettingsProps) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (input: ConnectionInput) => changeConnection(connection.slug, input),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["connections"] });
      notifyDone("The connection is saved.");
    },
  });
  return (
    <ConnectionForm
      key={connection.updated_at}
      connector={connector}
      connection={connection}
      busy={save.isPending}
      error={save.error}
      onSave={(input) => save.mutate(input)}
    />
  );
}

function ReadOnly({ connection, connector }: SettingsProps) {
  return (
    <div className={classes.readonly}>
      <p className={classes.about}>
        You may {connection.permissions.includes("use") ? "use" : "see"} this connection, but not
        change it.
      </p>
      <SchemaForm
        schema={connector.config_schema}
        value={connection.config}
        onChange={() => undefined}
        readOnly
      />
    </div>
  );
}
