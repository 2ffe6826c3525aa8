import { CopyButton } from "@/ui/CopyButton";
import classes from "./Developer.module.css";

/** Text to be copied. */
export function Snippet({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.snippet}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls has to be reachable */}
      <section aria-label={label} tabIndex={0}>
        <pre>{text}</pre>
      </section>
      <div className={classes.copy}>
        <CopyButton value={text} label={`Copy: ${label}`} />
      </div>
    </div>
  );
}
