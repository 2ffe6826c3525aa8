import type { ReactNode } from "react";
import type { JsonObject, Kind } from "@/api/types";
import type { FaultMap } from "@/ui/forms/faults";
import { SchemaForm } from "@/ui/forms/SchemaForm";
import { useDesigner } from "../context";
import { CallForm } from "./CallForm";
import { ChainEditor } from "./ChainEditor";
import { WorkbenchButton } from "./WorkbenchButton";

export interface StepConfigProps {
  /** The step on the canvas. */
  step: string;
  kind: Kind | undefined;
  config: JsonObject;
  onChange: (config: JsonObject) => void;
  faults: FaultMap;
  names: readonly string[];
  /** The way to these settings inside the step's, for steps inside a for-each ("do.0.config."). */
  prefix?: string;
}

/** The form of a kind's settings: made from its schema, with an own editor where that says more. */
export function StepConfig(props: StepConfigProps): ReactNode {
  const { readOnly } = useDesigner();
  const { step, kind, config, onChange, faults, names, prefix = "" } = props;
  if (!kind) return null;
  if (kind.kind === "call") return <CallForm {...props} />;
  return (
    <SchemaForm
      schema={kind.config_schema}
      value={config}
      onChange={onChange}
      readOnly={readOnly}
      faults={faults}
      names={names}
      expressionAction={(path) => <WorkbenchButton step={step} path={prefix + dotted(path)} />}
      overrides={
        kind.kind === "for_each"
          ? { do: (field) => <ChainEditor step={step} field={field} names={names} /> }
          : {}
      }
    />
  );
}

/** "cases[0].when" as "cases.0.when", the way the workbench finds an expression. */
const dotted = (path: string) => path.replaceAll(/\[(\d+)\]/g, ".$1");
