import { ActionIcon, Button, Input } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Json, JsonSchema } from "@/api/types";
import { type FieldProps, useForm } from "./context";
import classes from "./forms.module.css";
import { useFrame } from "./plain";
import { SchemaField } from "./SchemaField";
import { fieldKind, initialValue, labelOf } from "./schema";

/** A list of values: add, remove, and move, since the order of a list has a meaning. */
export function ListField(props: FieldProps) {
  const { readOnly } = useForm();
  const frame = useFrame(props);
  const items = (typeof props.schema.items === "object" ? props.schema.items : {}) as JsonSchema;
  const values = Array.isArray(props.value) ? props.value : [];
  const singular = items.title ?? labelOf(props.name, props.schema).replace(/s$/, "");

  const set = (next: Json[]) => props.onChange(next);
  const move = (from: number, to: number) => {
    const next = [...values];
    const [moved] = next.splice(from, 1);
    if (moved !== undefined) next.splice(to, 0, moved);
    set(next);
  };

  return (
    <Input.Wrapper
      label={frame.label}
      labelElement="div"
      description={frame.description}
      error={frame.error}
      withAsterisk={frame.withAsterisk}
      data-path={props.path}
    >
      <ol className={classes.list}>
        {values.map((value, index) => (
          // Items have no identity of their own; the fields hold no state that outlives a move.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index} className={classes.item}>
            <div className={classes.itemBody}>
              <SchemaField
                name={`${singular} ${index + 1}`}
                schema={items}
                required={false}
                value={value}
                path={`${props.path}[${index}]`}
                onChange={(next) =>
                  set(values.map((old, at) => (at === index ? (next ?? null) : old)))
                }
              />
            </div>
            {!readOnly && (
              <div className={classes.itemActions}>
                <ActionIcon
                  size="sm"
                  aria-label={`Move ${singular} ${index + 1} up`}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  aria-label={`Move ${singular} ${index + 1} down`}
                  disabled={index === values.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown size={14} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  aria-label={`Remove ${singular} ${index + 1}`}
                  onClick={() => set(values.filter((_, at) => at !== index))}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </div>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => set([...values, initialValue(items) ?? emptyOf(items)])}
        >
          Add {singular.toLowerCase()}
        </Button>
      )}
    </Input.Wrapper>
  );
}

function emptyOf(schema: JsonSchema): Json {
  const kind = fieldKind(schema);
  return kind === "group" || kind === "one-of-members" ? {} : "";
}
