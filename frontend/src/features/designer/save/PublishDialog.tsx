import { Button, Group, Modal, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { asProblem } from "@/api/problem";
import { publishFlow } from "@/api/resources/flows";
import type { Flow, Problem } from "@/api/types";
import { nameOf } from "@/features/graph/model";
import { notifyDone } from "@/ui/notify";
import { ProblemList } from "@/ui/ProblemList";
import { useDefinition } from "../context";
import { useGoTo } from "../useGoTo";
import type { Validation } from "../useValidation";
import { isIdle, useChanges } from "./useChanges";
import type { Saving } from "./useDraft";
import { WhatChanges } from "./WhatChanges";

interface Props {
  flow: Flow;
  saving: Saving;
  validation: Validation;
  opened: boolean;
  onClose: () => void;
}

/** Shows what changes against the live version; saves what is unsaved, then makes the draft the next
 * live version. A draft that changes nothing is not published. A draft with problems cannot be: the
 * dialog shows them then, each leading to its place, and nothing to confirm. */
export function PublishDialog({ flow, saving, validation, opened, onClose }: Props) {
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
  const changes = useChanges(flow, opened);
  const reason = useId();
  const idle = isIdle(changes);
  const next = (flow.live_version ?? 0) + 1;
  const found = validation.problems.length;
  if (found > 0 && !publish.isPending) {
    return (
      <Modal
        opened={opened}
        onClose={close}
        title={`Version ${next} cannot be published yet`}
        size="lg"
      >
        <Obstacles problems={validation.problems} onClose={close} />
      </Modal>
    );
  }
  return (
    <Modal opened={opened} onClose={close} title={`Publish version ${next}`} size={860}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!idle) publish.mutate();
        }}
      >
        <WhatChanges changes={changes} id={reason} />
        {!idle && (
          <Text mb="md">
            New executions of {flow.name} use this version from now on. Those that are under way
            finish with the version they began with.
          </Text>
        )}
        <Textarea
          label="Note"
          description="What changes and why, in your words. Shown beside the version, for those who ask later."
          autosize
          minRows={2}
          maxLength={1000}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {publish.isError && <Refused error={publish.error} onClose={close} />}
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={publish.isPending}
            disabled={validation.checking || changes.is === "reading" || idle}
            aria-describedby={reason}
          >
            {validation.checking ? "Checking the draft…" : "Publish"}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Refused({ error, onClose }: { error: unknown; onClose: () => void }) {
  const problem = asProblem(error);
  return (
    <div role="alert">
      <Text c="var(--fl-state-bad)" mt="md" mb="xs">
        {problem.message} {problem.hint}
      </Text>
      <Places problems={problem.problems} onClose={onClose} />
    </div>
  );
}

function Obstacles({ problems, onClose }: { problems: readonly Problem[]; onClose: () => void }) {
  const one = problems.length === 1;
  return (
    <>
      <Text mb="sm">
        {one ? "One problem stands" : `${problems.length} problems stand`} in the way. Click{" "}
        {one ? "it" : "one"} to go to its place, and publish when {one ? "it is" : "all are"}{" "}
        solved. The draft can be saved as it is.
      </Text>
      <Places problems={problems} onClose={onClose} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Back to the draft
        </Button>
      </Group>
    </>
  );
}

function Places({ problems, onClose }: { problems: readonly Problem[]; onClose: () => void }) {
  const definition = useDefinition();
  const goTo = useGoTo();
  return (
    <ProblemList
      problems={problems}
      nameOf={(id) => nameOf(definition, id)}
      onPick={(problem) => {
        onClose();
        goTo(problem);
      }}
    />
  );
}
