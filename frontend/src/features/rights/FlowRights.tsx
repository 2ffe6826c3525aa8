import { Modal, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { flowRightsQuery, giveFlowRights } from "@/api/resources/rights";
import type { Flow, FlowPermission, FlowRights as Rights } from "@/api/types";
import { notifyProblem } from "@/ui/notify";
import { ErrorState, LoadingRows } from "@/ui/states";
import { AddPerson } from "./AddPerson";
import { type Right, type Wish, withWish } from "./grants";
import classes from "./Rights.module.css";
import { RightsMatrix } from "./RightsMatrix";

const RIGHTS: readonly Right<FlowPermission>[] = [
  { name: "view", label: "View", says: "the flow, its executions" },
  { name: "edit", label: "Edit", says: "the draft" },
  { name: "publish", label: "Publish", says: "versions, pause, remove" },
  { name: "start", label: "Start", says: "executions" },
  { name: "operate", label: "Operate", says: "cancel, redrive, replay" },
  { name: "reveal", label: "Reveal", says: "contents of messages" },
];

interface Props {
  flow: Flow;
  opened: boolean;
  onClose: () => void;
}

/** Who may do what with the flow. */
export function FlowRights({ flow, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Rights on ${flow.name}`} size={880}>
      <Content flow={flow} />
    </Modal>
  );
}

function Content({ flow }: { flow: Flow }) {
  const rights = useQuery(flowRightsQuery(flow.slug));
  if (rights.isPending) return <LoadingRows rows={7} />;
  if (rights.isError) {
    return (
      <ErrorState
        error={rights.error}
        onRetry={() => rights.refetch()}
        title="The rights could not be loaded"
      />
    );
  }
  return <Matrix flow={flow} rights={rights.data} />;
}

function Matrix({ flow, rights }: { flow: Flow; rights: Rights }) {
  const give = useGive(flow.slug);
  const holders = withWish(rights.holders, give.isPending ? give.variables : null);
  // One after the other: each answer tells how all stand.
  const wish = (next: Wish<FlowPermission>) => !give.isPending && give.mutate(next);
  const people = holders.filter(({ kind }) => kind === "person").map(({ name }) => name);
  return (
    <div className={classes.content}>
      <Text size="sm" c="var(--fl-text-dim)">
        {rights.may_change
          ? "Each change holds at once and is written into the audit trail. View is the ground of all others: whoever loses it loses them all."
          : "Rights are given by administrators."}
      </Text>
      <RightsMatrix
        label={`Rights on ${flow.name}`}
        rights={RIGHTS}
        holders={holders}
        mayChange={rights.may_change}
        onWish={wish}
      />
      {rights.may_change && (
        <AddPerson
          known={people}
          onAdd={(name) => wish({ kind: "person", name, rights: ["view"] })}
        />
      )}
    </div>
  );
}

function useGive(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, name, rights }: Wish<FlowPermission>) =>
      giveFlowRights(slug, kind, name, rights),
    onSuccess: (after) => {
      client.setQueryData(flowRightsQuery(slug).queryKey, after);
      // One's own rights may be among them.
      client.invalidateQueries({ queryKey: ["flows", "one", slug] });
      client.invalidateQueries({ queryKey: ["flows", "list"] });
    },
    onError: (error) => notifyProblem(error),
  });
}
