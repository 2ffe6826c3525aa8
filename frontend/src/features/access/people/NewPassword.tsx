import { useMutation } from "@tanstack/react-query";
import { renewPassword } from "@/api/resources/people";
import type { Person } from "@/api/types";
import { useMe } from "@/app/session/session";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { PasswordShown } from "./PasswordShown";
import { PersonDialog } from "./PersonDialog";

/** Asks, then shows the new password once. */
export function NewPassword({ person, onClose }: { person: Person; onClose: () => void }) {
  const isOneself = useMe().username === person.username;
  const renew = useMutation({ mutationFn: () => renewPassword(person.id) });
  if (renew.data) {
    return (
      <PersonDialog title={`New password of ${person.username}`} shut onClose={onClose}>
        <PasswordShown person={renew.data} onDone={onClose} />
      </PersonDialog>
    );
  }
  return (
    <ConfirmDialog
      opened
      title={`New password for ${person.username}?`}
      confirm="Make a new password"
      busy={renew.isPending}
      error={renew.error}
      onConfirm={() => renew.mutate()}
      onClose={onClose}
    >
      The old one ends at once, with every session that it opened
      {isOneself && ", except this one"}. Tokens go on.
    </ConfirmDialog>
  );
}
