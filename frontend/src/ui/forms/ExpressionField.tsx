import { Input } from "@mantine/core";
import { useMemo } from "react";
import { CodeEditor } from "../editor/CodeEditor";
import { type FieldProps, useForm } from "./context";
import classes from "./forms.module.css";
import { useFrame } from "./plain";
import { labelOf } from "./schema";

/** A JSONata expression, with the line and column of its faults marked. */
export function ExpressionField(props: FieldProps) {
  const { faults: all, readOnly, names, expressionAction } = useForm();
  const frame = useFrame(props);
  const found = all.get(props.path);
  const faults = useMemo(
    () =>
      found
        ?.filter((fault) => fault.where?.line)
        .map((fault) => ({ message: fault.message, ...fault.where })),
    [found],
  );
  return (
    <Input.Wrapper
      label={
        <span className={classes.labelled}>
          {labelOf(props.name, props.schema)}
          {expressionAction?.(props.path)}
        </span>
      }
      labelProps={{ className: classes.label }}
      labelElement="div"
      description={frame.description}
      error={frame.error}
      data-path={props.path}
    >
      <CodeEditor
        language="jsonata"
        label={labelOf(props.name, props.schema)}
        value={typeof props.value === "string" ? props.value : ""}
        onChange={(text) => props.onChange(text === "" ? undefined : text)}
        readOnly={readOnly}
        faults={faults}
        names={names}
        placeholder={typeof props.schema.default === "string" ? props.schema.default : undefined}
        maxHeight={240}
      />
    </Input.Wrapper>
  );
}
