import { Button, Group, Modal, Select, Text } from "@mantine/core";
import { useState } from "react";
import { nameOf, OUT, stepOf, TRIGGER } from "@/features/graph/model";
import { type Port, portsOf } from "@/features/graph/ports";
import { possibleTargets } from "@/features/graph/rules";
import { useDefinition, useDesigner } from "../context";
import { connect } from "../model/edit";

/** Draws an edge without a mouse: choose the output and the step it leads to. */
export function ConnectDialog({ from, onClose }: { from: string | null; onClose: () => void }) {
  const definition = useDefinition();
  return (
    <Modal
      opened={from !== null}
      onClose={onClose}
      title={from ? `Connect ${nameOf(definition, from)}` : "Connect"}
    >
      {from && <Choice from={from} onClose={onClose} />}
    </Modal>
  );
}

function Choice({ from, onClose }: { from: string; onClose: () => void }) {
  const { store, kinds } = useDesigner();
  const definition = useDefinition();
  const step = stepOf(definition, from);
  const ports: Port[] =
    from === TRIGGER || !step
      ? [{ name: OUT, title: "Output" }]
      : portsOf(step, kinds.get(step.kind));
  const [port, setPort] = useState(ports[0]?.name ?? OUT);
  const targets = possibleTargets(definition, from, port, kinds);
  const [target, setTarget] = useState<string | null>(targets[0] ?? null);
  const to = target && targets.includes(target) ? target : (targets[0] ?? null);

  if (ports.length === 0) return <Text>This step has no output: an execution ends here.</Text>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!to) return;
        store.getState().change(connect(definition, { from, port, to }, kinds));
        onClose();
      }}
    >
      <Select
        label="Output"
        data={ports.map((one) => ({ value: one.name, label: one.title }))}
        value={port}
        allowDeselect={false}
        onChange={(value) => setPort(value ?? OUT)}
        mb="md"
        data-autofocus
      />
      <Select
        label="Leads to"
        data={targets.map((id) => ({ value: id, label: nameOf(definition, id) }))}
        value={to}
        allowDeselect={false}
        onChange={setTarget}
        placeholder="No step can be reached without a circle"
        disabled={targets.length === 0}
      />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={!to}>
          Connect
        </Button>
      </Group>
    </form>
  );
}
