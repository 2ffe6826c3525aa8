import { Tooltip } from "@mantine/core";
import classes from "./Connections.module.css";
import { healthLook } from "./health";

export function HealthBadge({ health }: { health: string }) {
  const look = healthLook(health);
  const Icon = look.icon;
  return (
    <Tooltip label={look.meaning}>
      <span className={classes.health} data-tone={look.tone}>
        <Icon size={14} aria-hidden />
        {look.word}
      </span>
    </Tooltip>
  );
}
