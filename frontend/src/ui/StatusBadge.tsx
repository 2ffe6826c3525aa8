import { Tooltip } from "@mantine/core";
import classes from "./StatusBadge.module.css";
import { FLOW_STATE, lookOf, STATUS, STEP_STATE, type StatusLook } from "./status";

interface Props {
  status: string;
  /** "soft" has a filled ground; "plain" suits dense tables. */
  variant?: "soft" | "plain" | "icon";
  /** What the state is one of. */
  of?: keyof typeof TABLES;
}

const TABLES = { execution: STATUS, flow: FLOW_STATE, step: STEP_STATE };

export function StatusBadge({ status, variant = "soft", of = "execution" }: Props) {
  const look = lookOf(status, TABLES[of]);
  return <LookBadge look={look} status={status} variant={variant} outlined={status === "draft"} />;
}

function LookBadge({
  look,
  status,
  variant,
  outlined,
}: {
  look: StatusLook;
  status: string;
  variant: "soft" | "plain" | "icon";
  outlined: boolean;
}) {
  const Icon = look.icon;
  // Dense tables hold many of them: the browser's own hint costs nothing.
  const dense = variant === "plain";
  const badge = (
    <span
      className={classes.badge}
      data-variant={variant}
      data-tone={look.tone}
      data-status={status}
      data-outlined={outlined || undefined}
      title={dense ? look.meaning : undefined}
    >
      <Icon size={14} stroke={2} aria-hidden className={classes.icon} />
      {variant === "icon" ? <span className={classes.hidden}>{look.word}</span> : look.word}
    </span>
  );
  if (dense) return badge;
  return (
    <Tooltip label={look.meaning} multiline maw={260}>
      {badge}
    </Tooltip>
  );
}
