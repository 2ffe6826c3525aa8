import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../client";
import type { Json } from "../types";

export interface RecentMessage {
  /** The message, or its shape where it is hidden; undefined where none has come. */
  message: Json | undefined;
  hidden: boolean;
}

/** The newest message that started the flow. That somebody looked is written down. */
export const recentMessageQuery = (slug: string) =>
  queryOptions({
    queryKey: ["flows", "recent-message", slug],
    queryFn: async ({ signal }): Promise<RecentMessage> => {
      const found = await data(
        api.GET("/api/v1/flows/{slug}/samples/", {
          params: { path: { slug }, query: { step: "trigger", limit: 1 } },
          signal,
        }),
      );
      return { message: found.results[0]?.input as Json | undefined, hidden: found.payload_hidden };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
