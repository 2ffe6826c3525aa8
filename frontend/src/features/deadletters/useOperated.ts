import { useQuery } from "@tanstack/react-query";
import { flowsQuery } from "@/api/resources/flows";

/** Whether the person may operate a flow. */
export function useOperated(): (flow: string) => boolean {
  const flows = useQuery(flowsQuery());
  const operated = new Set(
    flows.data?.results
      .filter((flow) => flow.permissions.includes("operate"))
      .map((flow) => flow.slug),
  );
  return (flow) => operated.has(flow);
}
