import type { ReactNode } from "react";
import type { JsonObject, JsonSchema } from "@/api/types";
import { isObject } from "../json";
import { type FormContext, FormProvider } from "./context";
import { type FaultMap, NO_FAULTS } from "./faults";
import { OneMember } from "./GroupFields";
import { Members } from "./Members";
import { fieldKind } from "./schema";

interface Props {
  schema: JsonSchema;
  value: JsonObject;
  onChange: (value: JsonObject) => void;
  readOnly?: boolean;
  faults?: FaultMap;
  /** Fields that are drawn in another way, by path. */
  overrides?: FormContext["overrides"];
  expressionAction?: FormContext["expressionAction"];
  /** Names offered in expressions. */
  names?: readonly string[];
  /** Members to leave out. */
  omit?: readonly string[];
}

/** A form for an object, made from its JSON Schema. */
export function SchemaForm({ schema, value, onChange, omit = [], ...rest }: Props): ReactNode {
  const context: FormContext = {
    root: schema,
    readOnly: rest.readOnly ?? false,
    faults: rest.faults ?? NO_FAULTS,
    overrides: rest.overrides ?? {},
    names: rest.names ?? [],
    expressionAction: rest.expressionAction,
  };
  return (
    <FormProvider value={context}>
      {fieldKind(schema) === "one-of-members" ? (
        <OneMember
          name=""
          schema={schema}
          value={value}
          onChange={(next) => onChange(isObject(next) ? next : {})}
          required
          path=""
        />
      ) : (
        <Members schema={schema} value={value} onChange={onChange} path="" omit={omit} />
      )}
    </FormProvider>
  );
}
