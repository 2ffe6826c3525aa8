import { SegmentedControl, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import type { Flow, FlowDefinition } from "@/api/types";
import { CopyButton } from "@/ui/CopyButton";
import { useDefinition, useDesigner } from "../context";
import { KeysForm } from "./KeysForm";
import { PanelHead } from "./PanelHead";
import classes from "./panels.module.css";
import { Section } from "./Section";

/** What belongs to the flow as a whole. */
export function FlowPanel({ flow }: { flow: Flow }) {
  const { store, readOnly } = useDesigner();
  const definition = useDefinition();
  const set = (part: Partial<FlowDefinition>, tag: string) => {
    const { history, change } = store.getState();
    change({ ...history.present, ...part }, `flow.${tag}`);
  };
  const labels = Object.entries(definition.labels ?? {}).map(([name, value]) => `${name}=${value}`);
  return (
    <>
      <PanelHead
        icon="route"
        title="Flow"
        subtitle={
          <>
            <code>{flow.slug}</code>
            <CopyButton value={flow.slug} label="Copy the slug" />
          </>
        }
      />
      <div className={classes.body}>
        <TextInput
          label="Name"
          required
          value={definition.name}
          readOnly={readOnly}
          maxLength={200}
          data-path="name"
          onChange={(event) => set({ name: event.currentTarget.value }, "name")}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxRows={8}
          value={definition.description ?? ""}
          readOnly={readOnly}
          data-path="description"
          onChange={(event) => set({ description: event.currentTarget.value }, "description")}
        />
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            Latency
          </Text>
          <SegmentedControl
            aria-label="Latency"
            disabled={readOnly}
            data={[
              { value: "real_time", label: "Real time" },
              { value: "batch", label: "Batch" },
            ]}
            value={definition.latency ?? "real_time"}
            onChange={(latency) => set({ latency: latency as "real_time" | "batch" }, "latency")}
          />
          <Text size="xs" c="dimmed">
            Batch work gives way to real-time work.
          </Text>
        </Stack>
        <TagsInput
          label="Labels"
          description="As name=value, for search and reports."
          value={labels}
          readOnly={readOnly}
          onChange={(next) => set({ labels: Object.fromEntries(next.map(asLabel)) }, "labels")}
        />
      </div>
      <Section title="Keys" open>
        <KeysForm />
      </Section>
    </>
  );
}

function asLabel(text: string): [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
