import { Button } from "@mantine/core";
import { IconCircleCheck, IconPlugConnectedX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";
import { testConnection } from "@/api/resources/connections";
import type { Connection } from "@/api/types";
import { Panel } from "@/ui/Panel";
import { RelativeTime } from "@/ui/RelativeTime";
import classes from "./Connections.module.css";
import { HealthBadge } from "./HealthBadge";
import { knownOf } from "./health";

/** Calls the system once and says what came back, in the system's words. */
export function ConnectionTest({ connection }: { connection: Connection }) {
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => testConnection(connection.slug),
    onSettled: () => client.invalidateQueries({ queryKey: ["connections"] }),
  });
  const mayTest = connection.permissions.includes("test");
  return (
    <Panel
      title="Does it answer?"
      actions={
        mayTest && (
          <Button size="compact-sm" loading={test.isPending} onClick={() => test.mutate()}>
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
      <Now connection={connection} />
      <Last test={connection.last_test} />
      {!mayTest && (
        <p className={classes.dim}>
          Operators, analysts and administrators may test it, as a rule.
        </p>
      )}
    </Panel>
  );
}

/** What the calls of flows and the tests say of it, whichever is newer. */
function Now({ connection }: { connection: Connection }) {
  const { health, health_changed_at, last_test } = connection;
  const known = knownOf(connection);
  // What the last test says stands below.
  if (health === "unknown" || last_test?.message === known) return null;
  return (
    <div className={classes.now}>
      <HealthBadge health={health} />
      <p>{known}</p>
      {health_changed_at && (
        <span className={classes.when}>
          Last changed <RelativeTime at={health_changed_at} />
        </span>
      )}
    </div>
  );
}

function Last({ test }: { test: Connection["last_test"] }) {
  if (!test)
    return (
      <p className={classes.dim}>
        Not tested by hand since its settings were saved. A test makes one cheap call and changes
        nothing at the system.
      </p>
    );
  const Icon = test.ok ? IconCircleCheck : IconPlugConnectedX;
  return (
    <div className={classes.result} data-ok={test.ok} role="status">
      <Icon size={18} aria-hidden />
      <span>
        {test.message}
        <span className={classes.when}>
          Tested <RelativeTime at={test.at} />
        </span>
      </span>
    </div>
  );
}
