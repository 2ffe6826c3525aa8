import type { ReactNode } from "react";
import { type FieldProps, useForm } from "./context";
import { ExpressionField } from "./ExpressionField";
import { AlternativesField, GroupField, OneMemberField } from "./GroupFields";
import { JsonField } from "./JsonField";
import { ListField } from "./ListField";
import {
  ChoiceField,
  ChoicesField,
  NumberField,
  SwitchField,
  TextField,
  TextsField,
} from "./plain";
import { fieldKind, resolved } from "./schema";
import { TimeZoneField } from "./TimeZoneField";

/** The field of one schema, whatever its kind. */
export function SchemaField(props: FieldProps): ReactNode {
  const { root, overrides } = useForm();
  const override = overrides[props.path];
  if (override) return override(props);
  const schema = resolved(props.schema, root);
  const field = { ...props, schema };
  switch (fieldKind(schema)) {
    case "constant":
      return null;
    case "choice":
      return <ChoiceField {...field} />;
    case "choices":
      return <ChoicesField {...field} />;
    case "switch":
      return <SwitchField {...field} />;
    case "number":
      return <NumberField {...field} />;
    case "text":
      return <TextField {...field} />;
    case "time-zone":
      return <TimeZoneField {...field} />;
    case "long-text":
      return <TextField {...field} long />;
    case "texts":
      return <TextsField {...field} />;
    case "expression":
      return <ExpressionField {...field} />;
    case "list":
      return <ListField {...field} />;
    case "group":
      return <GroupField {...field} />;
    case "one-of-members":
      return <OneMemberField {...field} />;
    case "alternatives":
      return <AlternativesField {...field} />;
    case "json":
      return <JsonField {...field} />;
  }
}
