import { Input } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Json } from "@/api/types";
import { CodeEditor } from "../editor/CodeEditor";
import { sameJson } from "../json";
import { type FieldProps, useForm } from "./context";
import { messagesFrom } from "./faults";
import { useFrame } from "./plain";
import { labelOf } from "./schema";

const written = (value: Json | undefined) =>
  value === undefined ? "" : JSON.stringify(value, null, 2);

/** Any JSON value as text. What cannot be read yet stays in the field and is not handed on. */
export function JsonField(props: FieldProps) {
  const { readOnly, faults } = useForm();
  const frame = useFrame(props);
  const [text, setText] = useState(() => written(props.value));
  const [fault, setFault] = useState<string | null>(null);

  useEffect(() => {
    setText((shown) => (sameJson(read(shown), props.value) ? shown : written(props.value)));
    setFault(null);
  }, [props.value]);

  const change = (next: string) => {
    setText(next);
    const value = next.trim() === "" ? undefined : read(next);
    if (next.trim() !== "" && value === undefined) return setFault("This is not JSON yet.");
    setFault(null);
    if (!sameJson(value, props.value)) props.onChange(value);
  };

  return (
    <Input.Wrapper
      label={frame.label}
      labelElement="div"
      description={frame.description}
      error={fault ?? messagesFrom(faults, props.path)}
      withAsterisk={frame.withAsterisk}
      data-path={props.path}
    >
      <CodeEditor
        language="json"
        label={labelOf(props.name, props.schema)}
        value={text}
        onChange={change}
        readOnly={readOnly}
        minHeight={72}
        maxHeight={320}
      />
    </Input.Wrapper>
  );
}

function read(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
