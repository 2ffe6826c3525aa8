import { ActionIcon, Button, Input, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { KeysDefinition } from "@/api/types";
import { CodeEditor } from "@/ui/editor/CodeEditor";
import { messagesAt } from "@/ui/forms/faults";
import { useDefinition, useDesigner, useProblems } from "../context";
import { freshId } from "../model/edit";
import { sectionFaults } from "../model/places";
import classes from "./panels.module.css";

/** Expressions over what arrives: what keeps order, what makes a repeat known, what is searched for. */
export function KeysForm() {
  const { store, readOnly } = useDesigner();
  const keys = useDefinition().keys ?? {};
  const faults = sectionFaults(useProblems(), "keys");
  const business = Object.entries(keys.business ?? {});

  const set = (next: KeysDefinition, tag: string) => {
    const { history, change } = store.getState();
    change({ ...history.present, keys: next }, `keys.${tag}`);
  };
  const setBusiness = (entries: [string, string][], tag: string) =>
    set({ ...keys, business: Object.fromEntries(entries) }, tag);

  return (
    <>
      <KeyField
        path="keys.ordering"
        label="Ordering key"
        description="Executions with the same value run one after another, in the order they came."
        value={keys.ordering ?? ""}
        error={messagesAt(faults, "ordering")}
        readOnly={readOnly}
        onChange={(text) => set({ ...keys, ordering: text || null }, "ordering")}
      />
      <KeyField
        path="keys.idempotency"
        label="Idempotency key"
        description="A message whose value came before is answered with the execution it started then."
        value={keys.idempotency ?? ""}
        error={messagesAt(faults, "idempotency")}
        readOnly={readOnly}
        onChange={(text) => set({ ...keys, idempotency: text || null }, "idempotency")}
      />
      <Input.Wrapper
        label="Business keys"
        labelElement="div"
        description="Values by which people find an execution."
      >
        {business.map(([name, expression], index) => (
          // The name is edited in place, so the place in the list is what stays.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={index} className={classes.argument} style={{ marginTop: 8 }}>
            <div className={classes.argumentHead}>
              <TextInput
                size="xs"
                flex={1}
                aria-label="Name of the key"
                value={name}
                readOnly={readOnly}
                onChange={(event) => {
                  const next = event.currentTarget.value;
                  if (business.some(([other], at) => at !== index && other === next)) return;
                  const renamed = business.map((entry, at): [string, string] =>
                    at === index ? [next, entry[1]] : entry,
                  );
                  setBusiness(renamed, `business.${index}.name`);
                }}
              />
              {!readOnly && (
                <ActionIcon
                  size="sm"
                  aria-label={`Remove the key ${name}`}
                  onClick={() =>
                    setBusiness(
                      business.filter((_, at) => at !== index),
                      "remove",
                    )
                  }
                >
                  <IconTrash size={14} />
                </ActionIcon>
              )}
            </div>
            <CodeEditor
              language="jsonata"
              label={`Expression of the key ${name}`}
              value={expression}
              readOnly={readOnly}
              maxHeight={120}
              onChange={(text) =>
                setBusiness(
                  business.map((entry, at) => (at === index ? [entry[0], text] : entry)),
                  `business.${index}`,
                )
              }
            />
            <p className={classes.faults}>{messagesAt(faults, `business.${name}`)}</p>
          </div>
        ))}
      </Input.Wrapper>
      {!readOnly && (
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            const name = freshId(
              business.map(([taken]) => taken),
              "key",
            );
            setBusiness([...business, [name, ""]], "add");
          }}
        >
          Add a business key
        </Button>
      )}
    </>
  );
}

interface KeyFieldProps {
  path: string;
  label: string;
  description: string;
  value: string;
  error?: string;
  readOnly: boolean;
  onChange: (text: string) => void;
}

function KeyField({ path, label, description, value, error, readOnly, onChange }: KeyFieldProps) {
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      error={error}
      data-path={path}
    >
      <CodeEditor
        language="jsonata"
        label={label}
        value={value}
        onChange={onChange}
        readOnly={readOnly}
        maxHeight={120}
      />
    </Input.Wrapper>
  );
}
