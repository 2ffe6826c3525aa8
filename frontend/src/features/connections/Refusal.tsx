import { asProblem } from "@/api/problem";
import { ProblemList } from "@/ui/ProblemList";
import classes from "./Connections.module.css";
import { elsewhere } from "./faults";

/** Why nothing was saved. What belongs to a field stands at the field. */
export function Refusal({ error }: { error: unknown }) {
  const problem = asProblem(error);
  const others = elsewhere(problem.problems);
  const atFields = problem.problems.length > others.length;
  return (
    <div role="alert" className={classes.error}>
      {atFields
        ? "Nothing was saved: see the marked fields."
        : [problem.message, problem.hint].filter(Boolean).join(" ")}
      {others.length > 0 && <ProblemList problems={others} />}
    </div>
  );
}
