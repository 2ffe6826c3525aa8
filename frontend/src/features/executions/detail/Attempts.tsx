import type { ErrorSummary, ExecutionStep, StepAttempt } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import { StatusBadge } from "@/ui/StatusBadge";
import { clockTime, duration, exactTime } from "@/ui/time";
import classes from "./Attempts.module.css";
import { isHeldBack, numbersOf, resolutionOf, resolvedWords, waited } from "./attempts";

/** The attempts of a step side by side: when, after what pause, how long, and what each met. */
export function Attempts({ step }: { step: ExecutionStep }) {
  const last = step.attempts.length - 1;
  const numbers = numbersOf(step.attempts);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reachable
    <ol className={classes.attempts} tabIndex={0} aria-label="Attempts">
      {step.attempts.map((attempt, index) => (
        <li key={`${attempt.round}.${attempt.attempt}`} className={classes.attempt}>
          <Attempt
            attempt={attempt}
            number={numbers[index] ?? null}
            before={step.attempts[index - 1]}
            isLast={index === last}
            resolved={resolutionOf(step, index)}
          />
        </li>
      ))}
    </ol>
  );
}

interface AttemptProps {
  attempt: StepAttempt;
  /** None where no call was made. */
  number: number | null;
  before: StepAttempt | undefined;
  isLast: boolean;
  /** What a person said of it; null where an answer came. */
  resolved: string | null;
}

function Attempt({ attempt, number, before, isLast, resolved }: AttemptProps) {
  const pause = waited(before, attempt);
  return (
    <>
      <div className={classes.head}>
        {number !== null && <span className={classes.number}>#{number}</span>}
        <StatusBadge status={attempt.status} variant="plain" of="step" />
      </div>
      <dl className={classes.facts}>
        <Fact name="Began">
          <RelativeTime at={attempt.started_at} />
        </Fact>
        {pause !== null && <Fact name="After a pause of">{duration(pause)}</Fact>}
        {isHeldBack(attempt) && <HeldUntil attempt={attempt} />}
        {!isHeldBack(attempt) && resolved === null && (
          <Fact name="Took">{duration(attempt.duration_ms)}</Fact>
        )}
        {attempt.round > 0 && <Fact name="Redrive">{attempt.round}</Fact>}
        {isLast && attempt.resume_at && !isHeldBack(attempt) && (
          <Fact name="Next due">
            <RelativeTime at={attempt.resume_at} />
          </Fact>
        )}
      </dl>
      {resolved !== null && <p className={classes.message}>{resolvedWords(resolved)}</p>}
      {attempt.error && (
        <p className={classes.message} title={attempt.error.code}>
          {attempt.error.message} {isHeldBack(attempt) && whyOf(attempt.error)}
        </p>
      )}
    </>
  );
}

const whyOf = ({ hint }: ErrorSummary) => (typeof hint === "string" ? hint : "");

function HeldUntil({ attempt }: { attempt: StepAttempt }) {
  const until = attempt.resume_at ? new Date(attempt.resume_at) : null;
  return (
    <>
      {until && (
        <Fact name="Held back until">
          <time dateTime={attempt.resume_at ?? undefined} title={exactTime(until)}>
            {clockTime(until)}
          </time>
        </Fact>
      )}
      <Fact name="Uses up an attempt">no</Fact>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
