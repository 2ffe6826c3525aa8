import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { removeConnection } from "@/api/resources/connections";
import type { Connection } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { notifyDone } from "@/ui/notify";

export function RemoveConnection({ connection }: { connection: Connection }) {
  const [asking, dialog] = useDisclosure(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => removeConnection(connection.slug),
    onSuccess: () => {
      navigate("/connections");
      client.invalidateQueries({ queryKey: ["connections", "list"] });
      client.removeQueries({ queryKey: ["connections", "one", connection.slug] });
      notifyDone(`The connection ${connection.name} is removed.`);
    },
  });
  return (
    <>
      <Button size="xs" variant="default" onClick={dialog.open}>
        Remove…
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Remove ${connection.name}?`}
        confirm="Remove the connection"
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => {
          remove.reset();
          dialog.close();
        }}
      >
        Its settings and its secrets are deleted and cannot be brought back. A connection that a
        flow uses cannot be removed.
      </ConfirmDialog>
    </>
  );
}
