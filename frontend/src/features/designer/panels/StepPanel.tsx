import { TextInput } from "@mantine/core";
import { useMemo } from "react";
import type { JsonObject, StepDefinition } from "@/api/types";
import { titleOf } from "@/features/graph/model";
import { useSamples } from "@/features/mappings/useSamples";
import { CopyButton } from "@/ui/CopyButton";
import { fieldNames } from "@/ui/json";
import { useDefinition, useDesigner, useProblems } from "../context";
import { updateStep } from "../model/edit";
import { configFaults } from "../model/places";
import { Connections } from "./Connections";
import { PanelHead } from "./PanelHead";
import classes from "./panels.module.css";
import { RetryForm, retryNote } from "./RetryForm";
import { Section } from "./Section";
import { StepConfig } from "./StepConfig";

/** The settings of a step: its name, what its kind asks for, retries, connections. */
export function StepPanel({ step }: { step: StepDefinition }) {
  const { slug, store, kinds, readOnly } = useDesigner();
  const definition = useDefinition();
  const problems = useProblems();
  const kind = kinds.get(step.kind);
  const { samples } = useSamples(slug, definition, { step: step.id, path: "" });
  const names = useMemo(() => fieldNames(samples[0]?.input), [samples]);
  const faults = useMemo(
    () => configFaults(problems, definition, step.id),
    [problems, definition, step.id],
  );
  const own = problems.filter((problem) => problem.where?.step === step.id && !problem.where.path);

  const change = (part: Partial<StepDefinition>, tag: string) => {
    const { history, change: commit } = store.getState();
    commit(updateStep(history.present, step.id, part, kinds), `${step.id}.${tag}`);
  };

  return (
    <>
      <PanelHead
        icon={kind?.icon ?? ""}
        title={titleOf(step)}
        subtitle={
          <>
            {kind?.title ?? step.kind} · <code>{step.id}</code>
            <CopyButton value={`$steps.${step.id}`} label="Copy as expression" />
          </>
        }
      />
      <div className={classes.body}>
        {kind && <p className={classes.about}>{kind.description}</p>}
        {own.length > 0 && (
          <p className={classes.faults}>{own.map((one) => `${one.message} ${one.hint ?? ""}`)}</p>
        )}
        <TextInput
          label="Name"
          value={step.name ?? ""}
          placeholder={step.id}
          readOnly={readOnly}
          maxLength={200}
          onChange={(event) => change({ name: event.currentTarget.value }, "name")}
        />
        <StepConfig
          step={step.id}
          kind={kind}
          config={step.config ?? {}}
          onChange={(config: JsonObject) => change({ config }, "config")}
          faults={faults}
          names={names}
        />
      </div>
      {kind?.ports.some((port) => port.name === "error") && (
        <Section title="Retries" note={retryNote(step.retry)}>
          <RetryForm
            retry={step.retry ?? {}}
            readOnly={readOnly}
            onChange={(retry) => change({ retry }, "retry")}
          />
        </Section>
      )}
      <Connections node={step.id} />
    </>
  );
}
