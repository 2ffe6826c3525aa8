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
}

export interface FormContext {
  root: JsonSchema;
  readOnly: boolean;
  faults: FaultMap;
  overrides: Readonly<Record<string, (props: FieldProps) => ReactNode>>;
  names: readonly string[];
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
