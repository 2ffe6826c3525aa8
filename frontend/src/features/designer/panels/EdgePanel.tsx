import { Button, Input, Select } from "@mantine/core";
import { edgeId, nameOf, OUT, portOf, stepOf } from "@/features/graph/model";
import { portsOf } from "@/features/graph/ports";
import { CodeEditor } from "@/ui/editor/CodeEditor";
import { useCanvas, useDefinition, useDesigner } from "../context";
import { removeParts, updateEdge } from "../model/edit";
import { PanelHead } from "./PanelHead";
import classes from "./panels.module.css";

/** An edge: the output it leaves by, and the condition under which it is taken. */
export function EdgePanel({ id }: { id: string }) {
  const { store, kinds, readOnly } = useDesigner();
  const definition = useDefinition();
  const open = useCanvas((state) => state.open);
  const edge = definition.edges.find((one) => edgeId(one) === id);
  if (!edge) return null;
  const step = stepOf(definition, edge.from);
  const ports = step ? portsOf(step, kinds.get(step.kind)) : [{ name: OUT, title: "Output" }];
  const port = portOf(edge);

  const setPort = (next: string) => {
    const { history, change, select } = store.getState();
    const moved = { ...edge, port: next };
    if (definition.edges.some((one) => edgeId(one) === edgeId(moved))) return;
    change(updateEdge(history.present, id, { port: next }));
    select([edgeId(moved)]);
    open({ kind: "edge", id: edgeId(moved) });
  };
  const setWhen = (when: string) => {
    const { history, change } = store.getState();
    change(updateEdge(history.present, id, { when: when || undefined }), `${id}.when`);
  };

  return (
    <>
      <PanelHead
        icon="route"
        title="Edge"
        subtitle={`${nameOf(definition, edge.from)} → ${nameOf(definition, edge.to)}`}
      />
      <div className={classes.body}>
        <Select
          label="Output"
          description="The output of the first step that this edge leaves by."
          data={ports.map((one) => ({ value: one.name, label: one.title }))}
          value={port}
          allowDeselect={false}
          readOnly={readOnly}
          onChange={(value) => value && setPort(value)}
        />
        <Input.Wrapper
          label="Only if"
          labelElement="div"
          description="JSONata over what the first step gives. Without it the edge is always taken."
        >
          <CodeEditor
            language="jsonata"
            label="Condition of the edge"
            value={edge.when ?? ""}
            readOnly={readOnly}
            onChange={setWhen}
            maxHeight={160}
          />
        </Input.Wrapper>
        {!readOnly && (
          <Button
            variant="default"
            onClick={() => {
              const { history, change } = store.getState();
              change(removeParts(history.present, new Set([id]), kinds));
              open(null);
            }}
          >
            Remove the edge
          </Button>
        )}
      </div>
    </>
  );
}
