import { IconAlertCircle } from "@tabler/icons-react";
import type { Problem } from "@/api/types";
import classes from "./ProblemList.module.css";

interface Props {
  problems: readonly Problem[];
  /** Makes each problem a button that leads to the place it belongs to. */
  onPick?: (problem: Problem) => void;
  /** Names a step by its title instead of its id. */
  nameOf?: (step: string) => string;
}

export function ProblemList({ problems, onPick, nameOf = (step) => step }: Props) {
  return (
    <ul className={classes.list}>
      {problems.map((problem, index) => (
        // Two problems may be equal in every member, and the list is replaced as a whole.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index}>
          {onPick ? (
            <button type="button" className={classes.row} onClick={() => onPick(problem)}>
              <Content problem={problem} nameOf={nameOf} />
            </button>
          ) : (
            <div className={classes.row}>
              <Content problem={problem} nameOf={nameOf} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Content({ problem, nameOf }: { problem: Problem; nameOf: (step: string) => string }) {
  const place = placeOf(problem, nameOf);
  const step = problem.where?.step;
  const named = step && nameOf(step) !== step;
  return (
    <>
      <IconAlertCircle size={16} stroke={2} aria-hidden className={classes.icon} />
      <span className={classes.text}>
        {place && <strong>{place}: </strong>}
        {problem.message}
        {problem.hint && <span className={classes.hint}> {problem.hint}</span>}
        {named && <code className={classes.id}>{problem.where?.step}</code>}
      </span>
    </>
  );
}

/** "$.steps[2].config.cases[0].when" as "cases[0].when": the step is named beside it. */
const fieldOf = (path: string | null | undefined) =>
  path?.replace(/^\$\.steps\[\d+\]\.?(?:config\.?)?/, "").replace(/^\$\.?/, "");

/** "Map the order · expression, line 3, column 7" */
export function placeOf(problem: Problem, nameOf: (step: string) => string): string {
  const { step, path, line, column } = problem.where ?? {};
  const spot = line ? `line ${line}${column ? `, column ${column}` : ""}` : "";
  const named = fieldOf(path) ?? "";
  // "expression is missing." says the field itself.
  const said = named !== "" && problem.message.startsWith(`${named} `);
  const field = [said ? "" : named, spot].filter(Boolean).join(", ");
  return [step ? nameOf(step) : "", field].filter(Boolean).join(" · ");
}
