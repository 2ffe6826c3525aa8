import {
  IconAlertCircle,
  IconCheck,
  IconDelta,
  IconLoader,
  IconMinus,
  IconSparkles,
} from "@tabler/icons-react";
import type { Sample } from "@/api/types";
import { toJsonata } from "./paths";
import { keyOf, titleOfSample } from "./source";
import type { Impact } from "./useImpact";
import classes from "./Workbench.module.css";

interface Props {
  samples: readonly Sample[];
  /** The messages are still being read: their place is kept. */
  pending: boolean;
  impact: readonly Impact[];
  current: string | null;
  /** The version compared with; null where the expression was never published. */
  version: number | null;
  /** Whether the expression can be read; null while that is not known. */
  compiles: boolean | null;
  onPick: (execution: string) => void;
}

/** Recent messages, each with whether its result changes against the published expression. */
export function SampleStrip(props: Props) {
  const { samples, pending, impact, current, version, compiles, onPick } = props;
  if (samples.length === 0 && !pending) return null;
  return (
    <section className={classes.strip} aria-label="Recent messages">
      <p className={classes.stripTitle} role="status">
        <strong>
          {version === null || pending ? "Recent messages" : summaryOf(impact, compiles)}
        </strong>
        <span>{pending ? "Reading…" : against(version, compiles)}</span>
      </p>
      {samples.map((sample, index) => (
        <button
          key={keyOf(sample)}
          type="button"
          className={classes.sample}
          aria-pressed={keyOf(sample) === current}
          onClick={() => onPick(keyOf(sample))}
        >
          <span className={classes.sampleKey}>{titleOfSample(sample)}</span>
          <Mark impact={impact[index] ?? { state: "working" }} />
        </button>
      ))}
    </section>
  );
}

function against(version: number | null, compiles: boolean | null): string {
  if (version === null) return "never published";
  return compiles === false ? "it cannot be read yet" : `against version ${version}`;
}

/** What the comparison says as a whole: never more than was compared. */
export function summaryOf(impact: readonly Impact[], compiles: boolean | null): string {
  const count = (state: Impact["state"]) => impact.filter((one) => one.state === state).length;
  const all = impact.length;
  if (compiles === false) return "Not compared";
  if (count("working") > 0) return "Comparing…";
  if (count("none") === all) return "Not compared";
  if (count("fails") > 0) return `${count("fails")} of ${all} fail`;
  return count("changed") === 0 ? "Nothing changes" : `${count("changed")} of ${all} change`;
}

const LOOKS = {
  working: { icon: IconLoader, word: "working…" },
  none: { icon: IconMinus, word: "not compared" },
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
