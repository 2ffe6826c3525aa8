import { Select, TextInput } from "@mantine/core";
import { IconAlertCircle, IconCheck, IconMinus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { asProblem } from "@/api/problem";
import { describeQuery } from "@/api/resources/catalogue";
import type { Json } from "@/api/types";
import { useDefinition } from "@/features/designer/context";
import type { ExpressionPlace } from "@/features/designer/useWorkbench";
import { titleOf } from "@/features/graph/model";
import { type TargetField, targetFields, unfilledRequired } from "./paths";
import { type Target, targetsBehind } from "./scope";
import classes from "./Workbench.module.css";

/** The fields of the target downstream: which are filled, and which that must be are not. */
export function TargetFields({
  place,
  result,
}: {
  place: ExpressionPlace;
  result: Json | undefined;
}) {
  const definition = useDefinition();
  const targets = useMemo(() => targetsBehind(definition, place), [definition, place]);
  const [chosen, setChosen] = useState<string | null>(null);
  const target = targets.find((one) => one.step.id === chosen) ?? targets[0];
  if (!target) return null;
  return (
    <div className={classes.target}>
      <div className={classes.paneHead}>
        <h3>Target</h3>
        {targets.length > 1 ? (
          <Select
            size="xs"
            flex={1}
            aria-label="Target"
            data={targets.map((one) => ({ value: one.step.id, label: labelOf(one) }))}
            value={target.step.id}
            allowDeselect={false}
            onChange={setChosen}
          />
        ) : (
          <span className={classes.engine}>{labelOf(target)}</span>
        )}
      </div>
      <Fields target={target} result={result} />
    </div>
  );
}

const labelOf = (target: Target) => `${target.model} · ${titleOf(target.step)}`;

function Fields({ target, result }: { target: Target; result: Json | undefined }) {
  const schema = useQuery(describeQuery(target.connection, target.model));
  const [typed, setTyped] = useState("");
  const fields = useMemo(
    () => (schema.data ? targetFields(schema.data, target.direct ? result : undefined) : []),
    [schema.data, target.direct, result],
  );
  if (schema.isPending) return <p className={classes.note}>Asking the target for its fields…</p>;
  if (schema.isError) {
    return (
      <p className={classes.note}>
        The target does not tell its fields now: {asProblem(schema.error).message}
      </p>
    );
  }
  const missing = unfilledRequired(fields);
  const text = typed.trim().toLowerCase();
  const shown = fields.filter((field) =>
    `${field.name} ${field.title}`.toLowerCase().includes(text),
  );
  return (
    <>
      <div style={{ padding: "8px 12px" }}>
        <TextInput
          size="xs"
          aria-label="Search the fields of the target"
          placeholder={`Search ${fields.length} fields`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      {!target.direct && (
        <p className={classes.note}>
          “{titleOf(target.step)}” makes these fields from the result with an expression of its own.
        </p>
      )}
      {target.direct && missing.length > 0 && (
        <p className={classes.note}>
          Required and not filled: {missing.map((field) => field.name).join(", ")}
        </p>
      )}
      <ul className={classes.fields}>
        {shown.map((field) => (
          <Field key={field.path.join(".")} field={field} direct={target.direct} />
        ))}
      </ul>
    </>
  );
}

function Field({ field, direct }: { field: TargetField; direct: boolean }) {
  const missing = direct && field.required && !field.filled;
  const Icon = field.filled ? IconCheck : missing ? IconAlertCircle : IconMinus;
  const word = field.filled ? "filled" : missing ? "required, not filled" : "not known";
  return (
    <li
      className={classes.field}
      data-filled={field.filled || undefined}
      data-missing={missing || undefined}
      style={{ paddingLeft: 12 + field.depth * 16 }}
      title={field.description}
    >
      <span className={classes.mark}>
        <Icon size={14} role="img" aria-label={word} />
      </span>
      <span className={classes.fieldName}>
        {field.name}
        {field.required && " *"}
      </span>
      <span className={classes.fieldTitle}>{field.title}</span>
      <span className={classes.fieldType}>{field.type}</span>
    </li>
  );
}
