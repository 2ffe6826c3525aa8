import { Button, Group, Modal, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { publishFlow } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { notifyDone } from "@/ui/notify";
import { ProblemList } from "@/ui/ProblemList";
import type { Saving } from "./useDraft";

interface Props {
  flow: Flow;
  saving: Saving;
  opened: boolean;
  onClose: () => void;
}

/** Saves what is unsaved, then makes the draft the next live version. */
export function PublishDialog({ flow, saving, opened, onClose }: Props) {
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const publish = useMutation({
    mutationFn: async () => publishFlow(flow.slug, note, (await saving.saved()).etag),
    onSuccess: (version) => {
      notifyDone(`Version ${version.number} is live.`);
      setNote("");
      onClose();
      void client.invalidateQueries({ queryKey: ["flows", "one", flow.slug] });
      void client.invalidateQueries({ queryKey: ["flows", "list"] });
      void client.invalidateQueries({ queryKey: ["flows", "versions", flow.slug] });
    },
  });
  const close = () => {
    publish.reset();
    onClose();
  };
  const next = (flow.live_version ?? 0) + 1;
  return (
    <Modal opened={opened} onClose={close} title={`Publish version ${next}`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          publish.mutate();
        }}
      >
        <Text mb="md">
          New executions of {flow.name} use this version from now on. Those that are under way
          finish with the version they began with.
        </Text>
        <Textarea
          label="What changes"
          description="Shown beside the version, for those who ask later."
          autosize
          minRows={2}
          maxLength={1000}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {publish.isError && <Refused error={publish.error} />}
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={publish.isPending}>
            Publish
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Refused({ error }: { error: unknown }) {
  const problem = asProblem(error);
  return (
    <div role="alert">
      <Text c="var(--fl-state-bad)" mt="md" mb="xs">
        {problem.message} {problem.hint}
      </Text>
      <ProblemList problems={problem.problems} />
    </div>
  );
}
