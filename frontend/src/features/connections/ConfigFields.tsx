import {
  Checkbox,
  Fieldset,
  NumberInput,
  Select,
  Stack,
  TagsInput,
  TextInput,
} from "@mantine/core";
import type { Json, JsonObject, JsonSchema } from "@/api/types";

interface Props {
  schema: JsonSchema;
  value: JsonObject;
  onChange: (value: JsonObject) => void;
}

/** The members of an object schema as form fields. */
export function ConfigFields({ schema, value, onChange }: Props) {
  const required = new Set(schema.required ?? []);
  const set = (name: string, member: Json | undefined) => {
    const { [name]: _, ...others } = value;
    onChange(member === undefined || member === "" ? others : { ...others, [name]: member });
  };
  return (
    <>
      {Object.entries(schema.properties ?? {}).map(([name, member]) => (
        <ConfigField
          key={name}
          name={name}
          schema={member}
          required={required.has(name)}
          value={value[name]}
          onChange={(next) => set(name, next)}
        />
      ))}
    </>
  );
}

interface FieldProps {
  name: string;
  schema: JsonSchema;
  required: boolean;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

function ConfigField({ name, schema, required, value, onChange }: FieldProps) {
  const words = {
    label: schema.title ?? name,
    description: schema.description,
    required,
  };
  const shown = value ?? schema.default;
  if (schema.enum)
    return (
      <Select
        {...words}
        data={schema.enum.map(String)}
        value={shown == null ? null : String(shown)}
        onChange={(next) => onChange(next ?? undefined)}
      />
    );
  switch (schema.type) {
    case "boolean":
      return (
        <Checkbox
          label={words.label}
          description={words.description}
          checked={Boolean(shown)}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "integer":
    case "number":
      return (
        <NumberInput
          {...words}
          min={schema.minimum}
          max={schema.maximum}
          value={typeof shown === "number" ? shown : ""}
          onChange={(next) => onChange(next === "" ? undefined : Number(next))}
        />
      );
    case "array":
      return (
        <TagsInput
          {...words}
          value={Array.isArray(shown) ? shown.map(String) : []}
          onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        />
      );
    case "object":
      return <Members {...words} schema={schema} value={shown} onChange={onChange} />;
    default:
      return (
        <TextInput
          {...words}
          value={typeof shown === "string" ? shown : ""}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

interface MembersProps {
  label: string;
  schema: JsonSchema;
  value: Json | undefined;
  onChange: (value: Json) => void;
}

const asObject = (value: Json | undefined): JsonObject =>
  value && typeof value === "object" && !Array.isArray(value) ? value : {};

/** A nested object: its own fields, or lines "name: value" where its members are free. */
function Members({ label, schema, value, onChange }: MembersProps) {
  const object = asObject(value);
  if (schema.properties)
    return (
      <Fieldset legend={label}>
        <Stack gap="sm">
          <ConfigFields schema={schema} value={object} onChange={onChange} />
        </Stack>
      </Fieldset>
    );
  return (
    <TagsInput
      label={label}
      description={`${schema.description ?? ""} One entry each, as name: value.`}
      value={Object.entries(object).map(([name, member]) => `${name}: ${member}`)}
      onChange={(entries) => onChange(Object.fromEntries(entries.map(pair)))}
    />
  );
}

function pair(entry: string): [string, string] {
  const [name = "", ...rest] = entry.split(":");
  return [name.trim(), rest.join(":").trim()];
}
