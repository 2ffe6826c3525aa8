import { Tooltip } from "@mantine/core";
import classes from "./Connections.module.css";
import { healthLook } from "./health";

/** A connection's health; the system's own words, where there are any, on hover. */
export function HealthBadge({ health, message = "" }: { health: string; message?: string }) {
  const look = healthLook(health);
  const Icon = look.icon;
  return (
    <Tooltip label={[look.meaning, message].filter(Boolean).join(" ")} multiline maw={360}>
      <span className={classes.health} data-tone={look.tone}>
        <Icon size={14} stroke={2} aria-hidden />
        {look.word}
      </span>
    </Tooltip>
  );
}
