import type { Json } from "@/api/types";
import { CopyButton } from "@/ui/CopyButton";
import { JsonView } from "@/ui/JsonView";
import classes from "./Payload.module.css";

/** A value that short stands open as a whole. */
const SHORT = 600;
const ALL = 12;

/** What went in or came out: text as it was sent, anything else as a tree. */
export function Payload({ value, label }: { value: Json | undefined; label: string }) {
  if (typeof value !== "string" || value.length < 80)
    return <JsonView value={value} depth={depthOf(value)} copy label={label} />;
  return (
    <div className={classes.frame}>
      <div className={classes.copy}>
        <CopyButton value={value} label="Copy the text" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls has to be reachable */}
      <section className={classes.text} aria-label={label} tabIndex={0}>
        <pre>{value}</pre>
      </section>
    </div>
  );
}

const depthOf = (value: Json | undefined) =>
  (JSON.stringify(value) ?? "").length < SHORT ? ALL : 2;
