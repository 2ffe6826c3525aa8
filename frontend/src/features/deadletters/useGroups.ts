import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type GroupFilter, groupsQuery } from "@/api/resources/deadletters";
import { useLive } from "@/live/useLive";

const AGAIN_MS = 2_000;

/** The causes, read anew when executions change, and every two seconds for what the channel missed. */
export function useGroups(filter: GroupFilter) {
  const client = useQueryClient();
  useLive("executions", (frame) => {
    if (frame.kind === "delta") client.invalidateQueries({ queryKey: ["deadletters"] });
  });
  return useQuery({ ...groupsQuery(filter), refetchInterval: AGAIN_MS });
}
