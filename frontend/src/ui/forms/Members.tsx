import { Stack } from "@mantine/core";
import type { Json, JsonObject, JsonSchema } from "@/api/types";
import { isObject } from "../json";
import { SchemaField } from "./SchemaField";
import { isShown, withMember } from "./schema";

interface MembersProps {
  schema: JsonSchema;
  value: JsonObject;
  onChange: (value: JsonObject) => void;
  path: string;
  omit?: readonly string[];
}

/** The fields of an object, one per member of its schema. */
export function Members({ schema, value, onChange, path, omit = [] }: MembersProps) {
  const members = Object.entries(schema.properties ?? {}).filter(
    ([name, member]) => !omit.includes(name) && (name in value || isShown(member, schema, value)),
  );
  return (
    <Stack gap="md">
      {members.map(([name, member]) => (
        <SchemaField
          key={name}
          name={name}
          schema={member}
          required={schema.required?.includes(name) ?? false}
          value={isObject(value) ? value[name] : undefined}
          onChange={(next: Json | undefined) => onChange(withMember(value, name, next))}
          path={path ? `${path}.${name}` : name}
        />
      ))}
    </Stack>
  );
}
