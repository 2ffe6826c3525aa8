import { Autocomplete } from "@mantine/core";
import type { FieldProps } from "./context";
import { useFrame } from "./plain";

const UTC = "UTC";
/** The names the browser knows; the server, which decides, may know more. */
const NAMES = [UTC, ...Intl.supportedValuesOf("timeZone").filter((name) => name !== UTC)];
const MOST = 60;

/** A time zone: typed, or picked from those whose name holds what was typed. */
export function TimeZoneField(props: FieldProps) {
  const { schema, value, onChange } = props;
  return (
    <Autocomplete
      {...useFrame(props)}
      data={NAMES}
      limit={MOST}
      selectFirstOptionOnChange
      value={typeof value === "string" ? value : ""}
      placeholder={typeof schema.default === "string" ? schema.default : undefined}
      onChange={(name) => onChange(name === "" ? undefined : name)}
    />
  );
}
