/** Fields of plain values. An emptied field takes its member out of the value. */

import {
  MultiSelect,
  NumberInput,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import type { Json } from "@/api/types";
import { type FieldProps, useForm } from "./context";
import { messagesAt } from "./faults";
import { choiceLabel, labelOf } from "./schema";

/** What every field shows: label, description, fault. */
export function useFrame({ name, schema, required, path, bare }: FieldProps) {
  const { readOnly, faults } = useForm();
  const label = labelOf(name, schema);
  return {
    label: bare ? undefined : label,
    "aria-label": bare ? label : undefined,
    description: schema.description,
    withAsterisk: required,
    error: messagesAt(faults, path),
    readOnly,
    "data-path": path,
  };
}

const hint = (schema: FieldProps["schema"]): string | undefined => {
  if (isPlain(schema.default)) return String(schema.default);
  const [example] = schema.examples ?? [];
  return isPlain(example) ? `For example ${example}` : undefined;
};

const isPlain = (value: unknown) => typeof value === "string" || typeof value === "number";

export function TextField({ long, ...props }: FieldProps & { long?: boolean }) {
  const shared = {
    ...useFrame(props),
    value: typeof props.value === "string" ? props.value : numeral(props.value),
    placeholder: hint(props.schema),
  };
  const change = (text: string) => props.onChange(text === "" ? undefined : text);
  return long ? (
    <Textarea
      {...shared}
      autosize
      minRows={2}
      maxRows={10}
      onChange={(event) => change(event.currentTarget.value)}
    />
  ) : (
    <TextInput {...shared} onChange={(event) => change(event.currentTarget.value)} />
  );
}

const numeral = (value: Json | undefined) => (typeof value === "number" ? String(value) : "");

export function NumberField(props: FieldProps) {
  const { schema, value, onChange } = props;
  return (
    <NumberInput
      {...useFrame(props)}
      value={typeof value === "number" ? value : ""}
      placeholder={hint(schema)}
      min={schema.minimum}
      max={schema.maximum}
      allowDecimal={schema.type !== "integer"}
      clampBehavior="none"
      onChange={(next) => onChange(typeof next === "number" ? next : undefined)}
    />
  );
}

export function SwitchField(props: FieldProps) {
  const { withAsterisk: _, readOnly, ...frame } = useFrame(props);
  const checked = props.value ?? props.schema.default ?? false;
  return (
    <Switch
      {...frame}
      disabled={readOnly}
      checked={checked === true}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}

export function ChoiceField(props: FieldProps) {
  const { schema, value, onChange, required } = props;
  const choices = (schema.enum ?? []).filter((choice) => choice !== null);
  const shown = value ?? schema.default;
  return (
    <Select
      {...useFrame(props)}
      data={choices.map((choice) => ({ value: String(choice), label: choiceLabel(choice) }))}
      value={shown === undefined || shown === null ? null : String(shown)}
      clearable={!required && schema.default === undefined}
      allowDeselect={false}
      onChange={(next) => onChange(choices.find((choice) => String(choice) === next))}
    />
  );
}

const texts = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

export function ChoicesField(props: FieldProps) {
  const { schema, value, onChange } = props;
  const items = typeof schema.items === "object" ? schema.items : {};
  return (
    <MultiSelect
      {...useFrame(props)}
      data={(items.enum ?? []).map((choice) => ({
        value: String(choice),
        label: choiceLabel(choice),
      }))}
      value={texts(value ?? schema.default)}
      onChange={(next) => onChange(next)}
    />
  );
}

export function TextsField(props: FieldProps) {
  return (
    <TagsInput
      {...useFrame(props)}
      value={texts(props.value)}
      placeholder="Type, then Enter"
      onChange={(next) => props.onChange(next.length > 0 ? next : undefined)}
    />
  );
}
