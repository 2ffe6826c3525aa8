import type { Accounting } from "@/api/types";
import { count } from "@/ui/time";
import classes from "./AccountingStrip.module.css";

const TERMS: [keyof Accounting, string][] = [
  ["succeeded", "good"],
  ["failed", "bad"],
  // Those seen to stay dead: what asks for a person stands beside each flow.
  ["dead", "neutral"],
  ["indeterminate", "unsure"],
  ["cancelled", "neutral"],
  ["open", "running"],
];

/** Accepted = succeeded + failed + dead + indeterminate + cancelled + open: the promise, in figures. */
export function AccountingStrip({ accounting }: { accounting: Accounting | undefined }) {
  return (
    <div className={classes.strip} role="group" aria-label="Account of all executions">
      <Term name="accepted" value={accounting?.accepted} />
      {TERMS.map(([name, tone], index) => (
        <span key={name} className={classes.pair}>
          <span className={classes.sign} aria-hidden>
            {index === 0 ? "=" : "+"}
          </span>
          <Term name={name} value={accounting?.[name]} tone={tone} />
        </span>
      ))}
    </div>
  );
}

function Term({ name, value, tone }: { name: string; value?: number; tone?: string }) {
  return (
    <span className={classes.term} data-tone={value ? tone : undefined}>
      <span className={classes.value}>{value === undefined ? "–" : count(value)}</span>
      <span className={classes.name}>{name}</span>
    </span>
  );
}
