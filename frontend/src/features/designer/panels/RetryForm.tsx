import { NumberInput } from "@mantine/core";
import type { RetryPolicy } from "@/api/types";
import { duration } from "@/ui/time";
import classes from "./panels.module.css";
import { DEFAULT_RETRY, patienceSeconds, waits } from "./retry";

interface Props {
  retry: RetryPolicy;
  readOnly: boolean;
  onChange: (retry: RetryPolicy | undefined) => void;
}

const FIELDS = [
  { name: "max_attempts", label: "Attempts", min: 1, max: 50, step: 1 },
  { name: "initial_s", label: "First wait (s)", min: 0, max: 86_400, step: 1 },
  { name: "factor", label: "Factor", min: 1, max: 10, step: 0.5 },
  { name: "max_s", label: "Longest wait (s)", min: 0, max: 86_400, step: 10 },
  { name: "jitter", label: "Chance part", min: 0, max: 1, step: 0.1 },
] as const;

/** How often a failed step is tried again, and how long is waited in between. */
export function RetryForm({ retry, readOnly, onChange }: Props) {
  const set = (name: keyof RetryPolicy, value: number | undefined) => {
    const next = { ...retry, [name]: value };
    if (value === undefined) delete next[name];
    onChange(Object.keys(next).length > 0 ? next : undefined);
  };
  return (
    <>
      <div className={classes.pair}>
        {FIELDS.map(({ name, label, min, max, step }) => (
          <NumberInput
            key={name}
            label={label}
            min={min}
            max={max}
            step={step}
            allowDecimal={name !== "max_attempts"}
            readOnly={readOnly}
            placeholder={String(DEFAULT_RETRY[name])}
            value={retry[name] ?? ""}
            onChange={(value) => set(name, typeof value === "number" ? value : undefined)}
          />
        ))}
      </div>
      <p className={classes.about}>
        Failures that may pass are tried again after {waits(retry)}. Then the execution waits as a
        dead letter, unless an error edge leads on. A target that is down may be away for about{" "}
        {duration(patienceSeconds(retry) * 1000)}: what is held back meanwhile uses up no attempt.
      </p>
    </>
  );
}

/** "5 attempts" beside the closed section. */
export const retryNote = (retry: RetryPolicy | undefined) => {
  const attempts = retry?.max_attempts ?? DEFAULT_RETRY.max_attempts;
  return attempts === 1 ? "no retry" : `${attempts} attempts`;
};
