import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import type { ExecutionDetail } from "@/api/types";
import { Hidden } from "@/features/executions/detail/Hidden";
import { Payload } from "@/features/executions/detail/Payload";
import { WentWrong } from "@/features/executions/detail/WentWrong";
import { nameOf as nameOfStep } from "@/features/graph/model";
import { Panel } from "@/ui/Panel";
import classes from "./DeadLetters.module.css";

/** The newest of a cause: what its step was given and what it met. */
export function Example({ execution }: { execution: ExecutionDetail }) {
  const failed = execution.steps.find(({ step }) => step === execution.failed_step);
  const error = failed?.attempts[failed.attempts.length - 1]?.error ?? execution.error;
  return (
    <Panel
      title={`An example: ${nameOf(execution)}`}
      actions={
        <Anchor component={Link} to={`/executions/${execution.id}`} size="sm">
          Open the run
        </Anchor>
      }
    >
      {error && <WentWrong error={error} execution={execution} />}
      {execution.payload_hidden && <Hidden />}
      {failed && (
        <div className={classes.given}>
          <h3>What the step “{nameOfStep(execution.definition, failed.step)}” was given</h3>
          <Payload value={failed.input} label="Input" />
        </div>
      )}
    </Panel>
  );
}

function nameOf({ business_keys, id }: ExecutionDetail): string {
  const keys = Object.entries(business_keys).map(([name, value]) => `${name} ${value}`);
  return keys.join(", ") || id;
}
