import { Input } from "@mantine/core";
import { useMemo } from "react";
import { CodeEditor } from "../editor/CodeEditor";
import { type FieldProps, useForm } from "./context";
import { useFrame } from "./plain";

/** A JSONata expression, with the line and column of its faults marked. */
export function ExpressionField(props: FieldProps) {
  const { faults: all, readOnly, names } = useForm();
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
      label={frame.label}
      labelElement="div"
      description={frame.description}
      error={frame.error}
      withAsterisk={frame.withAsterisk}
      data-path={props.path}
    >
      <CodeEditor
        language="jsonata"
        label={frame.label}
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
