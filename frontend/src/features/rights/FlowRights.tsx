import { useQuery, useQueryClient } from "@tanstack/react-query";
import { flowRightsQuery, giveFlowRights, type Wish } from "@/api/resources/rights";
import type { Flow, FlowPermission } from "@/api/types";
import type { Right } from "./grants";
import { RightsDialog, useGive } from "./RightsDialog";

const RIGHTS: readonly Right<FlowPermission>[] = [
  { name: "view", label: "View", says: "the flow, its executions" },
  { name: "edit", label: "Edit", says: "the draft" },
  { name: "publish", label: "Publish", says: "and pause, remove" },
  { name: "start", label: "Start", says: "executions" },
  { name: "operate", label: "Operate", says: "cancel, redrive, replay" },
  { name: "reveal", label: "Reveal", says: "contents of messages" },
];

/** Who may do what with the flow. */
export function FlowRights({
  flow,
  ...frame
}: {
  flow: Flow;
  opened: boolean;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const query = flowRightsQuery(flow.slug);
  const held = useQuery({ ...query, enabled: frame.opened });
  const give = useGive(
    (wish: Wish<FlowPermission>) => giveFlowRights(flow.slug, wish),
    (after) => {
      client.setQueryData(query.queryKey, after);
      // One's own rights may be among them.
      client.invalidateQueries({ queryKey: ["flows", "one", flow.slug] });
      client.invalidateQueries({ queryKey: ["flows", "list"] });
    },
  );
  return <RightsDialog of={flow.name} rights={RIGHTS} held={held} give={give} {...frame} />;
}
