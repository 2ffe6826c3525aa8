import { Select } from "@mantine/core";
import type { Flow, JsonObject, Kind } from "@/api/types";
import { TRIGGER } from "@/features/graph/model";
import { SchemaForm } from "@/ui/forms/SchemaForm";
import { requiredDefaults } from "@/ui/forms/schema";
import { useDefinition, useDesigner, useProblems } from "../context";
import { configFaults } from "../model/places";
import { Connections } from "./Connections";
import { KeysForm } from "./KeysForm";
import { NextRuns } from "./NextRuns";
import { PanelHead } from "./PanelHead";
import classes from "./panels.module.css";
import { Section } from "./Section";
import { TriggerAddress } from "./TriggerAddress";

/** What starts the flow, and the keys that are read from what arrives. */
export function TriggerPanel({ flow }: { flow: Flow }) {
  const { store, triggers, readOnly } = useDesigner();
  const definition = useDefinition();
  const problems = useProblems();
  const { trigger } = definition;
  const kind = triggers.get(trigger.kind);

  const set = (next: typeof trigger, tag: string | null) => {
    const { history, change } = store.getState();
    change({ ...history.present, trigger: next }, tag);
  };
  const choose = (name: string | null) => {
    const chosen = name ? triggers.get(name) : undefined;
    if (chosen) set({ kind: chosen.kind, config: configFor(chosen, trigger.config ?? {}) }, null);
  };

  return (
    <>
      <PanelHead icon={kind?.icon ?? "bolt"} title="Trigger" subtitle={kind?.title} />
      <div className={classes.body}>
        <Select
          label="Started by"
          description={kind?.description}
          data={[...triggers.values()].map((one) => ({ value: one.kind, label: one.title }))}
          value={trigger.kind}
          allowDeselect={false}
          readOnly={readOnly}
          onChange={choose}
        />
        {kind && (
          <SchemaForm
            key={kind.kind}
            schema={kind.config_schema}
            value={trigger.config ?? {}}
            readOnly={readOnly}
            faults={configFaults(problems, definition, TRIGGER)}
            onChange={(config: JsonObject) => set({ ...trigger, config }, "trigger.config")}
          />
        )}
        {trigger.kind === "schedule" && <NextRuns config={trigger.config ?? {}} />}
        <TriggerAddress flow={flow} trigger={trigger} />
      </div>
      <Section title="Keys" note={keysNote(definition.keys)} open>
        <KeysForm />
      </Section>
      <Connections node={TRIGGER} />
    </>
  );
}

/** A new kind's settings: its defaults, and what was set of those that both kinds know. */
function configFor(kind: Kind, before: JsonObject): JsonObject {
  const known = kind.config_schema.properties ?? {};
  const kept = Object.entries(before).filter(([name]) => name in known);
  return { ...requiredDefaults(kind.config_schema), ...Object.fromEntries(kept) };
}

function keysNote(keys: ReturnType<typeof useDefinition>["keys"]): string {
  const parts = [
    keys?.ordering ? "ordered" : "",
    keys?.idempotency ? "idempotent" : "",
    Object.keys(keys?.business ?? {}).join(", "),
  ];
  return parts.filter(Boolean).join(" · ") || "none";
}
