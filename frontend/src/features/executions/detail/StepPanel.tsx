import { Tabs, Text } from "@mantine/core";
import { useState } from "react";
import type { ErrorSummary, ExecutionDetail, ExecutionStep, Where } from "@/api/types";
import { TRIGGER } from "@/features/graph/model";
import { JsonView } from "@/ui/JsonView";
import { Panel } from "@/ui/Panel";
import { RelativeTime } from "@/ui/RelativeTime";
import { StatusBadge } from "@/ui/StatusBadge";
import { duration } from "@/ui/time";
import classes from "./StepPanel.module.css";

interface Props {
  execution: ExecutionDetail;
  step: string;
}

/** What went into a step, what came out, and each attempt. The trigger shows the message itself. */
export function StepPanel({ execution, step }: Props) {
  if (step === TRIGGER) return <TriggerPanel execution={execution} />;
  const all = execution.steps.filter((one) => one.step === step || one.step.startsWith(`${step}.`));
  if (all.length === 0) {
    return (
      <Panel title={nameOf(execution, step)}>
        <Text c="dimmed" size="sm">
          This execution has not come to this step.
        </Text>
      </Panel>
    );
  }
  return <Ran key={step} steps={all} />;
}

function TriggerPanel({ execution }: { execution: ExecutionDetail }) {
  return (
    <Panel title={`Trigger · ${execution.trigger.kind}`}>
      <dl className={classes.facts}>
        <Fact name="Received">
          <RelativeTime at={execution.received_at} />
        </Fact>
        <Fact name="Content type">{execution.trigger.content_type ?? "–"}</Fact>
        <Fact name="Ordering key">{execution.ordering_key || "–"}</Fact>
        <Fact name="Idempotency key">{execution.idempotency_key || "–"}</Fact>
      </dl>
      <h3 className={classes.heading}>Message</h3>
      <JsonView value={execution.payload} depth={2} copy label="Message" />
    </Panel>
  );
}

function Ran({ steps }: { steps: readonly ExecutionStep[] }) {
  const [index, setIndex] = useState(0);
  const step = steps[Math.min(index, steps.length - 1)] as ExecutionStep;
  const error = step.attempts[step.attempts.length - 1]?.error ?? null;
  return (
    <Panel title={step.name} actions={<StatusBadge status={step.status} />}>
      {steps.length > 1 && (
        <label className={classes.items}>
          <span>Part</span>
          <select value={index} onChange={(event) => setIndex(Number(event.currentTarget.value))}>
            {steps.map((one, position) => (
              <option key={`${one.step}.${one.item ?? -1}`} value={position}>
                {one.step}
                {one.item !== null && one.item >= 0 ? ` #${one.item + 1}` : ""} · {one.status}
              </option>
            ))}
          </select>
        </label>
      )}
      {error && <WentWrong error={error} />}
      <Tabs defaultValue="output" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="input">Input</Tabs.Tab>
          {step.request != null && <Tabs.Tab value="request">Request</Tabs.Tab>}
          <Tabs.Tab value="output">Output</Tabs.Tab>
          <Tabs.Tab value="attempts">Attempts ({step.attempts.length})</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="input" pt="sm">
          <JsonView value={step.input} copy label="Input" />
        </Tabs.Panel>
        <Tabs.Panel value="request" pt="sm">
          <JsonView value={step.request} copy label="Request" />
        </Tabs.Panel>
        <Tabs.Panel value="output" pt="sm">
          <JsonView value={step.output} copy label="Output" />
        </Tabs.Panel>
        <Tabs.Panel value="attempts" pt="sm">
          <Attempts step={step} />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
}

function Attempts({ step }: { step: ExecutionStep }) {
  return (
    <ol className={classes.attempts}>
      {step.attempts.map((attempt) => (
        <li key={`${attempt.round}.${attempt.attempt}`}>
          <div className={classes.attempt}>
            <span className={classes.number}>#{attempt.attempt}</span>
            <StatusBadge status={attempt.status} variant="plain" />
            <RelativeTime at={attempt.started_at} />
            <span className={classes.ms}>{duration(attempt.duration_ms)}</span>
            {attempt.round > 0 && <span className={classes.dim}>redrive {attempt.round}</span>}
          </div>
          {attempt.error && <p className={classes.message}>{attempt.error.message}</p>}
          {attempt.resume_at && (
            <p className={classes.dim}>
              Tried again <RelativeTime at={attempt.resume_at} />
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function WentWrong({ error }: { error: ErrorSummary }) {
  const where = (error.where ?? {}) as Where;
  const places = [
    where.path && `at ${where.path}`,
    where.line && `line ${where.line}`,
    where.column && `column ${where.column}`,
  ].filter(Boolean);
  return (
    <div className={classes.error} role="note">
      <p className={classes.what}>{error.message}</p>
      {places.length > 0 && <p className={classes.dim}>{places.join(", ")}</p>}
      {typeof error.hint === "string" && error.hint && <p>{error.hint}</p>}
      <code>{error.code}</code>
    </div>
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

const nameOf = (execution: ExecutionDetail, step: string) =>
  execution.definition.steps.find((one) => one.id === step)?.name || step;
