import {
  IconAlertCircle,
  IconCheck,
  IconDelta,
  IconLoader,
  IconSparkles,
} from "@tabler/icons-react";
import type { Sample } from "@/api/types";
import { toJsonata } from "./paths";
import type { Impact } from "./useImpact";
import classes from "./Workbench.module.css";

interface Props {
  samples: readonly Sample[];
  impact: readonly Impact[];
  current: string | null;
  /** The version compared with; null where the expression was never published. */
  version: number | null;
  onPick: (execution: string) => void;
}

/** Recent messages, each with whether its result changes against the published expression. */
export function SampleStrip({ samples, impact, current, version, onPick }: Props) {
  if (samples.length === 0) return null;
  const changed = impact.filter((one) => one.state === "changed").length;
  const fails = impact.filter((one) => one.state === "fails").length;
  return (
    <section className={classes.strip} aria-label="Recent messages">
      <p className={classes.stripTitle} role="status">
        <strong>
          {version === null ? "Recent messages" : summary(changed, fails, samples.length)}
        </strong>
        <span>{version === null ? "never published" : `against version ${version}`}</span>
      </p>
      {samples.map((sample, index) => (
        <button
          key={sample.execution}
          type="button"
          className={classes.sample}
          aria-pressed={sample.execution === current}
          onClick={() => onPick(sample.execution)}
        >
          <span className={classes.sampleKey}>
            {Object.values(sample.business_keys).join(", ") || sample.execution.slice(0, 8)}
          </span>
          <Mark impact={impact[index] ?? { state: "working" }} />
        </button>
      ))}
    </section>
  );
}

function summary(changed: number, fails: number, all: number): string {
  if (fails > 0) return `${fails} of ${all} fail`;
  return changed === 0 ? "Nothing changes" : `${changed} of ${all} change`;
}

const LOOKS = {
  working: { icon: IconLoader, word: "working…" },
  same: { icon: IconCheck, word: "same result" },
  changed: { icon: IconDelta, word: "changes" },
  fails: { icon: IconAlertCircle, word: "fails" },
  new: { icon: IconSparkles, word: "new" },
} as const;

function Mark({ impact }: { impact: Impact }) {
  const { icon: Icon, word } = LOOKS[impact.state];
  return (
    <span className={classes.impact} data-state={impact.state} title={detailOf(impact)}>
      <Icon size={14} aria-hidden />
      {impact.state === "changed" ? changes(impact.differences.length) : word}
    </span>
  );
}

const changes = (count: number) => (count === 1 ? "1 change" : `${count} changes`);

function detailOf(impact: Impact): string {
  if (impact.state === "fails") return impact.message;
  if (impact.state !== "changed") return "";
  return impact.differences
    .slice(0, 12)
    .map(
      ({ path, before, after }) => `${toJsonata(path, "keep")}: ${short(before)} → ${short(after)}`,
    )
    .join("\n");
}

const short = (value: unknown): string => {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};
