import type { ExecutionStep } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import { StatusBadge } from "@/ui/StatusBadge";
import { duration } from "@/ui/time";
import classes from "./StepPanel.module.css";

/** Every attempt of a step: when, how long, and what it met. */
export function Attempts({ step }: { step: ExecutionStep }) {
  return (
    <ol className={classes.attempts}>
      {step.attempts.map((attempt) => (
        <li key={`${attempt.round}.${attempt.attempt}`}>
          <div className={classes.attempt}>
            <span className={classes.number}>#{attempt.attempt}</span>
            <StatusBadge status={attempt.status} variant="plain" of="step" />
            <RelativeTime at={attempt.started_at} />
            <span className={classes.ms}>{duration(attempt.duration_ms)}</span>
            {attempt.round > 0 && <span className={classes.dim}>redrive {attempt.round}</span>}
          </div>
          {attempt.error && <p className={classes.message}>{attempt.error.message}</p>}
          {attempt.resume_at && (
            <p className={classes.dim}>
              Next attempt due <RelativeTime at={attempt.resume_at} />
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
