import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { connectorQuery } from "@/api/resources/catalogue";
import {
  changeConnection,
  connectionQuery,
  removeConnection,
  testConnection,
} from "@/api/resources/connections";
import type { Connection } from "@/api/types";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { RelativeTime } from "@/ui/RelativeTime";
import { EmptyState, ErrorState, LoadingBlock, LoadingRows } from "@/ui/states";
import { ConnectionForm } from "./ConnectionForm";
import classes from "./Connections.module.css";
import { HealthBadge } from "./HealthBadge";

export function ConnectionPage() {
  const { slug = "" } = useParams();
  const query = useQuery(connectionQuery(slug));
  if (query.isPending) return <LoadingRows />;
  if (query.isError) {
    if (asProblem(query.error).status === 404)
      return <EmptyState title="There is no such connection that you may see" />;
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  }
  return <Loaded connection={query.data} />;
}

function Loaded({ connection }: { connection: Connection }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayChange = connection.permissions.includes("change");
  const connector = useQuery(connectorQuery(connection.connector));
  const refresh = () => client.invalidateQueries({ queryKey: ["connections"] });
  const save = useMutation({
    mutationFn: (input: Parameters<typeof changeConnection>[1]) =>
      changeConnection(connection.slug, input),
    onSuccess: () => {
      refresh();
      notifyDone("The connection is saved.");
    },
  });
  const remove = useMutation({
    mutationFn: () => removeConnection(connection.slug),
    onSuccess: () => {
      refresh();
      navigate("/connections");
    },
    onError: (error) => notifyProblem(error, "The connection was not removed"),
  });
  return (
    <>
      <PageHeader
        title={connection.name}
        aside={<HealthBadge health={connection.health} />}
        description={`${connection.connector} · ${connection.slug}`}
        actions={
          mayChange && (
            <Button
              size="xs"
              variant="default"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              Remove
            </Button>
          )
        }
      />
      <PageBody>
        <div className={classes.columns}>
          <Panel title="Settings">
            {connector.isPending && <LoadingBlock />}
            {connector.data && mayChange && (
              <ConnectionForm
                key={connection.updated_at}
                connector={connector.data}
                connection={connection}
                busy={save.isPending}
                error={save.error}
                onSave={(input) => save.mutate(input)}
              />
            )}
            {!mayChange && (
              <p className={classes.dim}>You may use this connection, but not change it.</p>
            )}
          </Panel>
          <Test connection={connection} onTested={refresh} />
        </div>
      </PageBody>
    </>
  );
}

function Test({ connection, onTested }: { connection: Connection; onTested: () => void }) {
  const test = useMutation({
    mutationFn: () => testConnection(connection.slug),
    onSettled: onTested,
  });
  const last = test.data ? { ...test.data, at: new Date().toISOString() } : connection.last_test;
  return (
    <Panel
      title="Does it answer?"
      actions={
        connection.permissions.includes("use") && (
          <Button size="xs" loading={test.isPending} onClick={() => test.mutate()}>
            Test now
          </Button>
        )
      }
    >
      {test.isError && (
        <p role="alert" className={classes.error}>
          {asProblem(test.error).message} {asProblem(test.error).hint}
        </p>
      )}
      {last ? (
        <p className={classes.result} data-ok={last.ok} role="status">
          {last.message}
          <span className={classes.dim}>
            {" "}
            <RelativeTime at={last.at} />
          </span>
        </p>
      ) : (
        <p className={classes.dim}>
          Never tested. A test makes one cheap call and changes nothing at the system.
        </p>
      )}
    </Panel>
  );
}
