import { ActionIcon, Button, Menu, SegmentedControl } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import type { Json, JsonObject, JsonSchema } from "@/api/types";
import { CodeEditor } from "@/ui/editor/CodeEditor";
import { FormProvider } from "@/ui/forms/context";
import { SchemaField } from "@/ui/forms/SchemaField";
import { initialValue, labelOf, withMember, without } from "@/ui/forms/schema";
import { useDesigner } from "../context";
import {
  EXPRESSION,
  expression,
  expressionOf,
  shownArguments,
  startsAsExpression,
} from "./arguments";
import classes from "./panels.module.css";
import type { StepConfigProps } from "./StepConfig";
import { WorkbenchButton } from "./WorkbenchButton";

interface Props extends StepConfigProps {
  schema: JsonSchema;
  value: JsonObject;
  onValue: (value: JsonObject) => void;
}

/** Arguments by name, each a fixed value or an expression over the input. */
export function ArgumentsForm(props: Props) {
  const { schema, value, onValue } = props;
  const { readOnly } = useDesigner();
  const [shown, offered] = shownArguments(schema, value);
  const add = (name: string) =>
    onValue({ ...value, [name]: firstValue(schema.properties?.[name]) });
  return (
    <>
      {shown.map((name) => (
        <Argument key={name} name={name} {...props} />
      ))}
      {!readOnly && offered.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" size="xs" mt="xs" leftSection={<IconPlus size={14} />}>
              Add an argument
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {offered.map((name) => (
              <Menu.Item key={name} onClick={() => add(name)}>
                {labelOf(name, schema.properties?.[name] ?? {})}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

const firstValue = (schema: JsonSchema = {}): Json =>
  startsAsExpression(schema) ? expression("$") : (initialValue(schema) ?? "");

function Argument({ name, schema, value, onValue, ...props }: Props & { name: string }) {
  const { readOnly } = useDesigner();
  const required = schema.required?.includes(name) ?? false;
  const member = schema.properties?.[name] ?? {};
  const given = value[name];
  const text = expressionOf(given);
  const worked = text !== null || (given === undefined && startsAsExpression(member));
  const label = labelOf(name, member);
  const path = `arguments.${name}`;
  const set = (next: Json | undefined) => onValue(withMember(value, name, next));
  return (
    <div className={classes.argument} style={{ marginTop: 8 }} data-path={path}>
      <div className={classes.argumentHead}>
        <span className={classes.argumentName}>
          {label}
          {required && <span className={classes.required}> *</span>}
        </span>
        <SegmentedControl
          size="xs"
          disabled={readOnly}
          aria-label={`Form of ${label}`}
          data={[
            { value: "fixed", label: "Fixed" },
            { value: "expression", label: "JSONata" },
          ]}
          value={worked ? "expression" : "fixed"}
          onChange={(form) =>
            set(form === "expression" ? expression(asText(given)) : (initialValue(member) ?? ""))
          }
        />
        {!readOnly && !required && given !== undefined && (
          <ActionIcon size="sm" aria-label={`Remove ${label}`} onClick={() => set(undefined)}>
            <IconTrash size={14} />
          </ActionIcon>
        )}
      </div>
      {member.description && <p className={classes.hint}>{member.description}</p>}
      {worked ? (
        <Worked
          {...props}
          label={label}
          text={text ?? ""}
          path={path}
          onText={(next) => set(expression(next))}
        />
      ) : (
        <Fixed
          {...props}
          // What must be given is not shown as if it were, by its default.
          member={required ? without(member, "default") : member}
          required={required}
          label={label}
          value={given}
          path={path}
          onValue={set}
        />
      )}
    </div>
  );
}

type WorkedProps = StepConfigProps & {
  label: string;
  text: string;
  path: string;
  onText: (text: string) => void;
};

function Worked({ step, prefix = "", names, faults, label, text, path, onText }: WorkedProps) {
  const { readOnly } = useDesigner();
  const found = faults.get(`${path}.${EXPRESSION}`) ?? faults.get(path);
  const marks = useMemo(
    () =>
      found
        ?.filter((one) => one.where?.line)
        .map((one) => ({ message: one.message, ...one.where })),
    [found],
  );
  return (
    <>
      <CodeEditor
        language="jsonata"
        label={label}
        value={text}
        onChange={onText}
        readOnly={readOnly}
        names={names}
        faults={marks}
        maxHeight={200}
      />
      <p className={classes.faults}>{found?.map((one) => one.message).join(" ")}</p>
      <WorkbenchButton step={step} path={`${prefix}${path}.${EXPRESSION}`} />
    </>
  );
}

type FixedProps = StepConfigProps & {
  member: JsonSchema;
  required: boolean;
  label: string;
  value: Json | undefined;
  path: string;
  onValue: (value: Json | undefined) => void;
};

function Fixed({ member, required, label, value, path, onValue, faults, names }: FixedProps) {
  const { readOnly } = useDesigner();
  const context = useMemo(
    () => ({ root: member, readOnly, faults, names, overrides: {} }),
    [member, readOnly, faults, names],
  );
  return (
    <FormProvider value={context}>
      <SchemaField
        name={label}
        schema={{ ...member, title: label, description: undefined }}
        value={value}
        onChange={onValue}
        required={required}
        path={path}
        bare
      />
    </FormProvider>
  );
}

const asText = (value: Json | undefined): string =>
  value === undefined || value === "" ? "$" : JSON.stringify(value, null, 2);
