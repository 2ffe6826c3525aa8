import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconDotsVertical,
  IconDownload,
  IconListDetails,
  IconPlayerPause,
  IconPlayerPlay,
  IconShieldCheck,
  IconTerminal2,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { exportFlow, pauseFlow, removeFlow, resumeFlow } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { FlowRights } from "@/features/rights/FlowRights";
import { download } from "@/ui/download";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { RemoveFlow } from "./RemoveFlow";

/** What can be done with a flow as a whole. */
export function FlowMenu({ flow }: { flow: Flow }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [removing, remove] = useDisclosure(false);
  const [showing, rights] = useDisclosure(false);
  const may = (right: Flow["permissions"][number]) => flow.permissions.includes(right);
  const refresh = () => client.invalidateQueries({ queryKey: ["flows"], refetchType: "active" });

  const toggle = useMutation({
    mutationFn: () => (flow.state === "paused" ? resumeFlow(flow.slug) : pauseFlow(flow.slug)),
    onSuccess: async (after) => {
      await client.invalidateQueries({ queryKey: ["flows", "one", flow.slug] });
      await client.invalidateQueries({ queryKey: ["flows", "list"] });
      notifyDone(after.state === "paused" ? `${flow.name} is paused.` : `${flow.name} is live.`);
    },
    onError: (error) => notifyProblem(error),
  });
  const gone = useMutation({
    mutationFn: () => removeFlow(flow.slug),
    onSuccess: () => {
      navigate("/flows");
      void refresh();
    },
  });

  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon aria-label="More">
            <IconDotsVertical size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to={`/executions?flow=${flow.slug}`}
            leftSection={<IconListDetails size={16} />}
          >
            Executions of this flow
          </Menu.Item>
          <Menu.Item
            component={Link}
            to={`/flows/${flow.slug}/use`}
            leftSection={<IconTerminal2 size={16} />}
          >
            Use it from outside
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDownload size={16} />}
            onClick={() =>
              exportFlow(flow.slug)
                .then((definition) => download(`${flow.slug}.flow.json`, definition))
                .catch(notifyProblem)
            }
          >
            Export as a file
          </Menu.Item>
          <Menu.Item leftSection={<IconShieldCheck size={16} />} onClick={rights.open}>
            Rights…
          </Menu.Item>
          {flow.state !== "draft" && may("publish") && (
            <Menu.Item
              leftSection={
                flow.state === "paused" ? (
                  <IconPlayerPlay size={16} />
                ) : (
                  <IconPlayerPause size={16} />
                )
              }
              onClick={() => toggle.mutate()}
            >
              {flow.state === "paused" ? "Resume" : "Pause"}
            </Menu.Item>
          )}
          {may("edit") && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconTrash size={16} />}
                color="var(--fl-state-bad)"
                onClick={remove.open}
              >
                Remove the flow
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <FlowRights flow={flow} opened={showing} onClose={rights.close} />
      <RemoveFlow
        flow={flow}
        opened={removing}
        busy={gone.isPending}
        error={gone.error}
        onConfirm={() => gone.mutate()}
        onClose={remove.close}
      />
    </>
  );
}
