import { Button, Group, Modal, Text } from "@mantine/core";
import { notifyProblem } from "@/ui/notify";
import { RelativeTime } from "@/ui/RelativeTime";
import type { Saving } from "./useDraft";

/** Somebody else saved the draft first: take theirs, or put one's own over it. */
export function StaleDialog({ saving }: { saving: Saving }) {
  const { stale } = saving;
  return (
    <Modal opened={stale !== null} onClose={saving.dismiss} title="The draft was changed meanwhile">
      {stale && (
        <>
          <Text>
            <strong>{stale.updated_by || "Somebody"}</strong> saved revision {stale.revision}{" "}
            <RelativeTime at={stale.updated_at} />. Your changes are still here and not saved.
          </Text>
          <Text mt="sm" c="dimmed" size="sm">
            Reloading throws your changes away. Overwriting puts your version over theirs; theirs is
            lost unless it was published.
          </Text>
        </>
      )}
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={saving.dismiss}>
          Keep editing
        </Button>
        <Button variant="default" onClick={() => saving.reload().catch(notifyProblem)}>
          Reload theirs
        </Button>
        <Button color="red.9" loading={saving.busy} onClick={saving.overwrite}>
          Overwrite with mine
        </Button>
      </Group>
    </Modal>
  );
}
