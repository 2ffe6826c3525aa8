import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";

/** The next times of a schedule, worked out by what will start it. */
export const scheduleQuery = (cron: string, timezone: string) =>
  queryOptions({
    queryKey: ["schedules", "preview", cron, timezone],
    queryFn: ({ signal }) =>
      data(api.POST("/api/v1/schedules/preview/", { body: { cron, timezone }, signal })),
    retry: false,
  });
