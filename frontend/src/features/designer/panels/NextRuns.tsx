import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { scheduleQuery } from "@/api/resources/schedules";
import type { JsonObject } from "@/api/types";
import { wallTime } from "@/ui/time";
import classes from "./panels.module.css";

const PAUSE_MS = 300;
const ZONE = "UTC";

/** When a schedule would start the flow next, on the clock of its zone. What is wrong with the
 * schedule is told at its fields. */
export function NextRuns({ config }: { config: JsonObject }) {
  const cron = typeof config.cron === "string" ? config.cron.trim() : "";
  const zone = typeof config.timezone === "string" ? config.timezone : ZONE;
  const [[asked, askedZone]] = useDebouncedValue([cron, zone] as const, PAUSE_MS);
  const query = useQuery({
    ...scheduleQuery(asked, askedZone),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const times = asked === "" || query.isError ? null : query.data;
  return (
    <div>
      <Text size="sm" fw={600}>
        Next runs{times && ` (${times.timezone})`}
      </Text>
      <ol className={classes.times} aria-label="Next runs">
        {times?.next.map((time) => (
          <li key={time}>{wallTime(time)}</li>
        ))}
      </ol>
      {!times && (
        <p className={classes.about}>
          {query.isLoading ? "Reading…" : "Shown as soon as the schedule can be read."}
        </p>
      )}
      {times?.next.length === 0 && <p className={classes.about}>None: no date fits any more.</p>}
    </div>
  );
}
