import { Tabs, Text } from "@mantine/core";
import { useState } from "react";
import type { ExecutionDetail, ExecutionStep } from "@/api/types";
import { nameOf, TRIGGER } from "@/features/graph/model";
import { Panel } from "@/ui/Panel";
import { RelativeTime } from "@/ui/RelativeTime";
import { StatusBadge } from "@/ui/StatusBadge";
import { lookOf, STEP_STATE } from "@/ui/status";
import { Attempts } from "./Attempts";
import { isHeldBack, lastMadeOf, madeOf } from "./attempts";
import { isOver, partState, STATUS_OF } from "./graph";
import { Payload } from "./Payload";
import { Resolve } from "./Resolve";
import classes from "./StepPanel.module.css";
import { WentWrong } from "./WentWrong";

interface Props {
  execution: ExecutionDetail;
  step: string;
}

/** What went into a step, what came out, and each attempt. The trigger shows the message itself. */
export function StepPanel({ execution, step }: Props) {
  if (step === TRIGGER) return <TriggerPanel execution={execution} />;
  const name = nameOf(execution.definition, step);
  const all = execution.steps.filter((one) => one.step === step || one.step.startsWith(`${step}.`));
  if (all.length > 0) return <Ran key={step} execution={execution} name={name} steps={all} />;
  return (
    <Panel title={name}>
      <Text c="var(--fl-text-dim)" size="sm">
        This execution has not come to this step.
      </Text>
    </Panel>
  );
}

function TriggerPanel({ execution }: { execution: ExecutionDetail }) {
  const { trigger } = execution;
  return (
    <Panel title={`The message · ${trigger.kind}`}>
      {execution.failed_step === TRIGGER && execution.error && (
        <WentWrong error={execution.error} execution={execution} />
      )}
      <dl className={classes.facts}>
        <Fact name="Received">
          <RelativeTime at={execution.received_at} />
        </Fact>
        <Fact name="Content type">{trigger.content_type || "–"}</Fact>
        <Fact name="Ordering key">{execution.ordering_key || "–"}</Fact>
        <Fact name="Idempotency key">{execution.idempotency_key || "–"}</Fact>
      </dl>
      {execution.payload === null ? (
        <Text c="var(--fl-text-dim)" size="sm">
          The message is too large to be shown, or is no longer kept.
        </Text>
      ) : (
        <Payload value={execution.payload} label="Message" />
      )}
    </Panel>
  );
}

interface RanProps {
  execution: ExecutionDetail;
  name: string;
  steps: readonly ExecutionStep[];
}

function Ran({ execution, name, steps }: RanProps) {
  const [index, setIndex] = useState(0);
  const step = steps[Math.min(index, steps.length - 1)] as ExecutionStep;
  const last = step.attempts[step.attempts.length - 1];
  // A step may complete, and an edge behind it fail: then no attempt holds the error.
  const goesOn = !isOver(execution.status);
  const dropped = !goesOn && last !== undefined && isHeldBack(last) && Boolean(last.resume_at);
  const own = dropped ? lastMadeOf(step)?.error : last?.error;
  const behind = !own && execution.failed_step === step.step ? execution.error : null;
  const error = own ?? behind;
  const status = statusOf(step, !goesOn);
  const comesAgain = status === "retrying" || status === "held_back";
  const [tab, setTab] = useState<string | null>(last?.error ? "input" : "output");
  return (
    <Panel title={name} actions={<StatusBadge status={status} of="step" />}>
      {steps.length > 1 && (
        <Parts execution={execution} steps={steps} index={index} onChange={setIndex} />
      )}
      {error && (
        <WentWrong
          error={error}
          execution={execution}
          tone={behind ? "bad" : lookOf(status, STEP_STATE).tone}
          again={execution.held || !comesAgain ? null : last?.resume_at}
          actions={status === "indeterminate" && <Resolving execution={execution} />}
        />
      )}
      <Tabs value={tab} onChange={setTab} keepMounted={false} color="var(--fl-accent)">
        <Tabs.List>
          <Tabs.Tab value="input">Input</Tabs.Tab>
          {step.request != null && <Tabs.Tab value="request">Request</Tabs.Tab>}
          <Tabs.Tab value="output">Output</Tabs.Tab>
          <Tabs.Tab value="both">Before and after</Tabs.Tab>
          <Tabs.Tab value="attempts">Attempts ({madeOf(step)})</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="input" pt="sm">
          <Payload value={step.input} label="Input" />
        </Tabs.Panel>
        <Tabs.Panel value="request" pt="sm">
          <Payload value={step.request} label="Request" />
        </Tabs.Panel>
        <Tabs.Panel value="output" pt="sm">
          <Payload value={step.output} label="Output" />
        </Tabs.Panel>
        <Tabs.Panel value="both" pt="sm">
          <div className={classes.both}>
            <section aria-label="Before">
              <h3 className={classes.heading}>Before</h3>
              <Payload value={step.input} label="Before" />
            </section>
            <section aria-label="After">
              <h3 className={classes.heading}>After</h3>
              <Payload value={step.output} label="After" />
            </section>
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="attempts" pt="sm">
          <Attempts step={step} />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
}

function Resolving({ execution }: { execution: ExecutionDetail }) {
  return (
    <div className={classes.actions}>
      <Resolve execution={execution} />
    </div>
  );
}

/** As the graph marks it. */
function statusOf(step: ExecutionStep, over: boolean): string {
  const state = partState(step, over);
  if (state === "untouched") return "skipped";
  return state === "failed" ? "failed" : STATUS_OF[state];
}

interface PartsProps {
  execution: ExecutionDetail;
  steps: readonly ExecutionStep[];
  index: number;
  onChange: (index: number) => void;
}

/** A for-each ran its chain for each item: choose which. */
function Parts({ execution, steps, index, onChange }: PartsProps) {
  return (
    <label className={classes.items}>
      <span>Part</span>
      <select value={index} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {steps.map((one, position) => (
          <option key={`${one.step}.${one.item ?? -1}`} value={position}>
            {nameOf(execution.definition, one.step)}
            {one.item !== null && one.item >= 0 ? ` #${one.item + 1}` : ""} ·{" "}
            {lookOf(statusOf(one, isOver(execution.status)), STEP_STATE).word}
          </option>
        ))}
      </select>
    </label>
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
