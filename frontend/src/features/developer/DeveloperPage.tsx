import { Anchor, Button } from "@mantine/core";
import { IconSchema } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { accountingQuery } from "@/api/resources/executions";
import { flowQuery, versionQuery } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { AccountingStrip } from "@/features/executions/AccountingStrip";
import { StartFlow } from "@/features/starting/StartFlow";
import { CopyButton } from "@/ui/CopyButton";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { StatusBadge } from "@/ui/StatusBadge";
import { EmptyState, ErrorState, LoadingBlock } from "@/ui/states";
import { ANSWERS } from "./answers";
import { ContractPanel } from "./ContractPanel";
import { contractOf, doorOf, follow } from "./contract";
import classes from "./Developer.module.css";
import { Example } from "./Example";
import { Proofs } from "./Proofs";
import { Snippet } from "./Snippet";

/** Everything somebody needs who sends messages to a flow from outside. */
export function DeveloperPage() {
  const { slug = "" } = useParams();
  const query = useQuery(flowQuery(slug));
  if (query.isPending) return <LoadingBlock height={480} />;
  if (query.data) return <Loaded flow={query.data} />;
  if (asProblem(query.error).status !== 404)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  return (
    <>
      <PageHeader title="Use a flow from outside" />
      <EmptyState title="There is no such flow">
        It was removed, or it is not one that you may see.
      </EmptyState>
    </>
  );
}

function Loaded({ flow }: { flow: Flow }) {
  const version = useQuery({
    ...versionQuery(flow.slug, flow.live_version ?? 0),
    enabled: flow.live_version !== null,
  });
  const accounting = useQuery(accountingQuery(flow.slug));
  // What the page says goes by the version, so that none of it moves when that arrives.
  if (version.isLoading) return <LoadingBlock height={480} />;
  const contract = contractOf(flow, version.data?.definition);
  return (
    <>
      <PageHeader
        title={`Use ${flow.name} from outside`}
        aside={<StatusBadge status={flow.state} of="flow" />}
        description={flow.description || "Address, proof, an example, and what comes back."}
        actions={
          <>
            <StartFlow flow={flow} />
            <Button
              component={Link}
              to={`/flows/${flow.slug}`}
              size="xs"
              variant="default"
              leftSection={<IconSchema size={14} aria-hidden />}
            >
              Open the flow
            </Button>
          </>
        }
      />
      <PageBody>
        <div className={classes.page}>
          {flow.state !== "live" && <NotLive flow={flow} />}
          <Panel title="Where to?">
            <dl className={classes.list}>
              {contract.paths.map((path) => (
                <div key={path}>
                  <dt>{doorOf(path)}</dt>
                  <dd className={classes.address}>
                    <code>
                      POST {window.location.origin}
                      {path}
                    </code>
                    <CopyButton
                      value={`${window.location.origin}${path}`}
                      label="Copy the address"
                    />
                  </dd>
                </div>
              ))}
              <div>
                <dt>Takes</dt>
                <dd>{contract.formats.map((format) => format.toUpperCase()).join(", ")}</dd>
              </div>
              <div>
                <dt>Twice the same?</dt>
                <dd>
                  Send an <code>Idempotency-Key</code> of your own with each message, such as the
                  number of the order and its revision: sent again within 30 days, it is answered
                  with the first execution and runs once. Without a key, yours or one that the flow
                  takes from the message, the same message makes an execution each time it is sent.
                </dd>
              </div>
            </dl>
          </Panel>
          <Proofs flow={flow} contract={contract} />
          {version.data && <ContractPanel contract={contract} />}
          {(version.data || flow.live_version === null) && (
            <Example flow={flow} contract={contract} />
          )}
          <Answers />
          <Panel title="What became of it?">
            <div className={classes.stack}>
              <Snippet text={follow(window.location.origin)} label="Follow an execution" />
              <AccountingStrip accounting={accounting.data} />
              <Anchor component={Link} to={`/executions?flow=${flow.slug}`} size="sm">
                Executions of this flow
              </Anchor>
            </div>
          </Panel>
        </div>
      </PageBody>
    </>
  );
}

function NotLive({ flow }: { flow: Flow }) {
  return (
    <p className={classes.warning} role="note">
      {flow.state === "paused"
        ? "The flow is paused: requests are answered with 409 until it is resumed."
        : "No version of the flow is published yet: requests are answered with 409."}
    </p>
  );
}

function Answers() {
  return (
    <Panel title="What comes back?" flush>
      <table className={classes.answers}>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">What it means</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          {ANSWERS.map(({ status, means, todo }) => (
            <tr key={status} data-good={status < 300 || undefined}>
              <th scope="row">{status}</th>
              <td>{means}</td>
              <td>{todo}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
