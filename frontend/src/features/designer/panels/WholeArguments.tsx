import { CodeEditor } from "@/ui/editor/CodeEditor";
import { useDesigner } from "../context";
import classes from "./panels.module.css";
import type { StepConfigProps } from "./StepConfig";
import { WorkbenchButton } from "./WorkbenchButton";

interface Props extends StepConfigProps {
  value: string;
  onText: (text: string) => void;
}

/** All arguments from one expression. */
export function WholeArguments({ step, prefix = "", names, value, onText }: Props) {
  const { readOnly } = useDesigner();
  return (
    <>
      <p className={classes.hint}>
        An object with the arguments by name, worked out from the input.
      </p>
      <CodeEditor
        language="jsonata"
        label="Arguments"
        value={value}
        onChange={onText}
        readOnly={readOnly}
        names={names}
        maxHeight={320}
      />
      <WorkbenchButton step={step} path={`${prefix}arguments`} />
    </>
  );
}
