import { Fieldset, Input, SegmentedControl, Select } from "@mantine/core";
import type { JsonSchema } from "@/api/types";
import { isObject } from "../json";
import { type FieldProps, useForm } from "./context";
import { Members } from "./Members";
import { useFrame } from "./plain";
import { SchemaField } from "./SchemaField";
import { alternativeOf, initialValue, labelOf, resolved } from "./schema";

/** An object with known members. */
export function GroupField(props: FieldProps) {
  const frame = useFrame(props);
  return (
    <Fieldset legend={frame.label} variant="default" data-path={props.path}>
      {frame.error && <Input.Error mb="xs">{frame.error}</Input.Error>}
      <Members
        schema={props.schema}
        value={isObject(props.value) ? props.value : {}}
        onChange={(next) => props.onChange(Object.keys(next).length > 0 ? next : undefined)}
        path={props.path}
      />
    </Fieldset>
  );
}

/** An object of which exactly one member may be there: choose which, then fill it. */
export function OneMemberField(props: FieldProps) {
  const frame = useFrame(props);
  const value = isObject(props.value) ? props.value : {};
  return (
    <Input.Wrapper
      label={frame.label}
      labelElement="div"
      description={frame.description}
      error={frame.error}
      data-path={props.path}
    >
      <OneMember {...props} value={value} />
    </Input.Wrapper>
  );
}

export function OneMember({ schema, value, onChange, path }: FieldProps) {
  const { readOnly } = useForm();
  const members = Object.entries(schema.properties ?? {});
  const given = isObject(value) ? value : {};
  const chosen = members.find(([name]) => name in given) ?? members[0];
  if (!chosen) return null;
  const [name, member] = chosen;
  return (
    <div>
      <SegmentedControl
        fullWidth
        size="xs"
        mb="md"
        disabled={readOnly}
        data={members.map(([key, one]) => ({ value: key, label: labelOf(key, one) }))}
        value={name}
        onChange={(key) => onChange({ [key]: initialValue(schema.properties?.[key] ?? {}) ?? "" })}
      />
      <SchemaField
        name={name}
        schema={member}
        required
        value={given[name]}
        onChange={(next) => onChange(next === undefined ? {} : { [name]: next })}
        path={path ? `${path}.${name}` : name}
      />
    </div>
  );
}

/** A value that may be of several schemas: choose which, then fill it. */
export function AlternativesField(props: FieldProps) {
  const { root, readOnly } = useForm();
  const alternatives = (props.schema.oneOf ?? props.schema.anyOf ?? []).map((one) =>
    resolved(one, root),
  );
  const index = alternativeOf(alternatives, props.value ?? props.schema.default);
  const chosen = alternatives[index];
  if (!chosen) return null;
  const titled: JsonSchema = {
    ...chosen,
    title: props.schema.title ?? chosen.title,
    description: props.schema.description ?? chosen.description,
  };
  return (
    <div>
      <Select
        label={`${labelOf(props.name, props.schema)}: form`}
        mb="xs"
        readOnly={readOnly}
        allowDeselect={false}
        data={alternatives.map((one, at) => ({
          value: String(at),
          label: one.title ?? String(one.type ?? `Form ${at + 1}`),
        }))}
        value={String(index)}
        onChange={(next) =>
          props.onChange(
            initialValue(alternatives[Number(next)] ?? {}) ?? blank(alternatives[Number(next)]),
          )
        }
      />
      <SchemaField {...props} schema={titled} />
    </div>
  );
}

const blank = (schema: JsonSchema | undefined) => {
  if (schema?.type === "object") return {};
  if (schema?.type === "array") return [];
  if (schema?.type === "boolean") return false;
  if (schema?.type === "number" || schema?.type === "integer") return schema.minimum ?? 0;
  return "";
};
