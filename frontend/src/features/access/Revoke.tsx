import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { revokeToken } from "@/api/resources/tokens";
import type { Token } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { notifyDone } from "@/ui/notify";

export function Revoke({ token }: { token: Token }) {
  const [asking, dialog] = useDisclosure(false);
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => {
      dialog.close();
      client.invalidateQueries({ queryKey: ["tokens"] });
      notifyDone(`The token ${token.name} is revoked.`);
    },
  });
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Revoke ${token.name}`}
        onClick={dialog.open}
      >
        Revoke…
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Revoke ${token.name}?`}
        confirm="Revoke the token"
        danger
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate()}
        onClose={dialog.close}
      >
        Every request with it is refused from now on. This cannot be undone; a new token can be made
        at any time.
      </ConfirmDialog>
    </>
  );
}
