import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPlay, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { versionQuery } from "@/api/resources/flows";
import type { Accepted, Flow, FlowDefinition } from "@/api/types";
import { notifyDone } from "@/ui/notify";
import { MessageForm } from "./MessageForm";
import { takesFile } from "./takes";
import { UploadForm } from "./UploadForm";

/** Starts a live flow by hand: with a file where a batch reads one, else with a message. Nothing
 * where the person may not start it, or no version is live. */
export function StartFlow({ flow }: { flow: Flow }) {
  const live = useQuery({
    ...versionQuery(flow.slug, flow.live_version ?? 0),
    enabled: flow.state === "live",
  });
  if (flow.state !== "live" || !live.data || !flow.permissions.includes("start")) return null;
  return <Start flow={flow} definition={live.data.definition} />;
}

function Start({ flow, definition }: { flow: Flow; definition: FlowDefinition }) {
  const [opened, { open, close }] = useDisclosure(false);
  const navigate = useNavigate();
  const byFile = takesFile(definition);
  const started = ({ id, duplicate }: Accepted) => {
    close();
    notifyDone(duplicate ? "It was accepted before: this is its execution." : "Accepted.");
    navigate(`/executions/${id}`);
  };
  const Form = byFile ? UploadForm : MessageForm;
  const Icon = byFile ? IconUpload : IconPlayerPlay;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon size={14} aria-hidden />}
        onClick={open}
      >
        {byFile ? "Upload a file" : "Start"}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={byFile ? `Upload a file to ${flow.name}` : `Start ${flow.name}`}
        size="lg"
      >
        <Form flow={flow} definition={definition} onStarted={started} onClose={close} />
      </Modal>
    </>
  );
}
