import { Tooltip } from "@mantine/core";
import type { ExecutionDetail } from "@/api/types";
import { lookOf, STEP_STATE } from "@/ui/status";
import { clockTime, duration } from "@/ui/time";
import { useNow } from "@/ui/useNow";
import { resolvedWords } from "./attempts";
import classes from "./Timeline.module.css";
import { type Bar, lanesOf } from "./timeline";

interface Props {
  execution: ExecutionDetail;
  selected: string | null;
  onSelect: (step: string) => void;
}

/** When did each step run, and how often? Attempts of one step lie side by side. */
export function Timeline({ execution, selected, onSelect }: Props) {
  const lanes = lanesOf(execution, useNow());
  if (lanes.length === 0) return <p className={classes.nothing}>No step has run yet.</p>;
  return (
    <ul className={classes.lanes} aria-label="Time line of the steps">
      {lanes.map((lane) => (
        <li key={`${lane.step}.${lane.item ?? -1}`}>
          <button
            type="button"
            className={classes.lane}
            aria-current={lane.step === selected || undefined}
            onClick={() => onSelect(lane.step)}
          >
            <span
              className={classes.name}
              data-inner={lane.step.includes(".") || undefined}
              title={`${lane.name} (${lane.step})`}
            >
              {lane.name.split(" › ").pop()}
              {lane.item !== null && lane.item >= 0 && (
                <span className={classes.item}> #{lane.item + 1}</span>
              )}
            </span>
            <span className={classes.track}>
              {lane.bars.map((bar) => (
                <AttemptBar key={bar.key} bar={bar} />
              ))}
            </span>
            <span className={classes.ms}>{total(lane.bars)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function AttemptBar({ bar }: { bar: Bar }) {
  const look = lookOf(bar.status);
  const word = lookOf(bar.status, STEP_STATE).word;
  const says = `${bar.attempt === null ? word : `Attempt ${bar.attempt}: ${word}`}${lasted(bar)}`;
  return (
    <Tooltip label={says}>
      <span
        className={classes.bar}
        data-tone={bar.status === "failed" ? "bad" : look.tone}
        style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
      />
    </Tooltip>
  );
}

function lasted({ attempt, heldUntil, ms, resolved }: Bar) {
  if (resolved !== null) return `. ${resolvedWords(resolved)}`;
  if (heldUntil) return ` until ${clockTime(new Date(heldUntil))}`;
  return attempt === null ? ", then given up" : `, ${duration(ms)}`;
}

/** How often the call left and how long that took; "held back" where it did not yet, "resolved" where
 * nobody knows. */
function total(all: readonly Bar[]): string {
  const bars = all.filter((bar) => bar.attempt !== null);
  if (bars.length === 0) return "held back";
  if (bars.some((bar) => bar.resolved !== null)) return "resolved";
  const times = bars.map((bar) => bar.ms).filter((ms): ms is number => ms !== null);
  const words = duration(times.length ? times.reduce((sum, ms) => sum + ms, 0) : null);
  return bars.length > 1 ? `${bars.length} × · ${words}` : words;
}
