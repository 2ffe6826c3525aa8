import { createContext, type ReactNode, use } from "react";
import type { Json, JsonSchema } from "@/api/types";
import { type FaultMap, NO_FAULTS } from "./faults";

export interface FieldProps {
  name: string;
  schema: JsonSchema;
  value: Json | undefined;
  /** Called with undefined to take the member out. */
  onChange: (value: Json | undefined) => void;
  required: boolean;
  path: string;
  /** The label stands elsewhere already; it is only said to assistive technology. */
  bare?: boolean;
}

export interface FormContext {
  root: JsonSchema;
  readOnly: boolean;
  faults: FaultMap;
  overrides: Readonly<Record<string, (props: FieldProps) => ReactNode>>;
  names: readonly string[];
  /** Stands beside the label of an expression, for example a way to a larger editor. */
  expressionAction?: (path: string) => ReactNode;
}

const Context = createContext<FormContext>({
  root: {},
  readOnly: false,
  faults: NO_FAULTS,
  overrides: {},
  names: [],
});

export const FormProvider = Context.Provider;
export const useForm = () => use(Context);
