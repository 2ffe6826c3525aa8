import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { failedBatchesQuery } from "@/api/resources/deadletters";
import type { FailedBatch } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import { ErrorState } from "@/ui/states";
import { count, countOf } from "@/ui/time";
import classes from "./DeadLetters.module.css";

const AGAIN_MS = 5_000;

/** The batches in which records failed: each record is looked at and redriven there. */
export function FailedBatches({ flow }: { flow: string | undefined }) {
  const batches = useQuery({ ...failedBatchesQuery(flow), refetchInterval: AGAIN_MS });
  if (batches.isLoadingError)
    return <ErrorState error={batches.error} onRetry={() => batches.refetch()} />;
  if (!batches.data?.length) return null;
  return (
    <section className={classes.batches} aria-labelledby="failed-records">
      <h2 id="failed-records" className={classes.heading}>
        Records that failed in batches
      </h2>
      <p className={classes.about}>
        Their executions went on without them, or are dead where too many failed. Open a batch to
        look at its failed records, and to redrive some or all.
      </p>
      <ul className={classes.groups}>
        {batches.data.map((batch) => (
          <Batch key={`${batch.execution}.${batch.step}`} batch={batch} />
        ))}
      </ul>
    </section>
  );
}

function Batch({ batch }: { batch: FailedBatch }) {
  const page = `/executions/${batch.execution}?step=${batch.step}`;
  const keys = Object.entries(batch.business_keys).map(([name, value]) => `${name} ${value}`);
  return (
    <li className={classes.group} data-state="open">
      <div className={classes.head}>
        <span className={classes.count}>{count(batch.failed)}</span>
        <div className={classes.words}>
          <Link to={page} className={classes.message}>
            {countOf(batch.failed, "record")} of {count(batch.records)} failed
            {keys.length > 0 && `: ${keys.join(", ")}`}
          </Link>
          <Causes batch={batch} />
          <span className={classes.facts}>
            <Anchor component={Link} to={`/flows/${batch.flow}`} size="sm">
              {batch.flow_name}
            </Anchor>
            <span title={batch.step}>step {batch.step_name}</span>
            <RelativeTime at={batch.at} />
          </span>
        </div>
      </div>
    </li>
  );
}

function Causes({ batch: { causes } }: { batch: FailedBatch }) {
  return (
    <ul className={classes.causes} aria-label="Causes">
      {causes.map((one) => (
        <li key={`${one.code} ${one.message}`}>
          {count(one.count)} × {one.message} <code>{one.code}</code>
        </li>
      ))}
    </ul>
  );
}
