import {
  IconAlertCircle,
  IconChevronDown,
  IconChevronUp,
  IconCircleCheck,
} from "@tabler/icons-react";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { nameOf } from "@/features/graph/model";
import { ProblemList } from "@/ui/ProblemList";
import { useDefinition } from "./context";
import classes from "./ProblemsPanel.module.css";
import { useGoTo } from "./useGoTo";
import type { Validation } from "./useValidation";

/** Everything that stands between the working copy and being published. A click leads to the place. */
export function ProblemsPanel({ validation }: { validation: Validation }) {
  const definition = useDefinition();
  const pick = useGoTo();
  const [open, setOpen] = useState(false);
  const { problems, error } = validation;
  const count = problems.length;

  const Chevron = open ? IconChevronDown : IconChevronUp;
  return (
    <section className={classes.panel} aria-label="Problems">
      <button
        type="button"
        className={classes.head}
        aria-expanded={open && count > 0}
        disabled={count === 0}
        onClick={() => setOpen(!open)}
      >
        {error ? (
          <span className={classes.bad}>The check failed: {asProblem(error).message}</span>
        ) : count === 0 && validation.checking ? (
          "Checking…"
        ) : count === 0 ? (
          <>
            <IconCircleCheck size={16} aria-hidden className={classes.good} /> No problems
          </>
        ) : (
          <>
            <IconAlertCircle size={16} aria-hidden className={classes.bad} />
            {count === 1 ? "1 problem" : `${count} problems`}
            <Chevron size={16} aria-hidden className={classes.chevron} />
          </>
        )}
      </button>
      {open && count > 0 && (
        <div className={classes.list}>
          <ProblemList problems={problems} onPick={pick} nameOf={(id) => nameOf(definition, id)} />
        </div>
      )}
    </section>
  );
}
