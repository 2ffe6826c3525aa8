import { useMutation, useQueryClient } from "@tanstack/react-query";
import { activatePerson, deactivatePerson } from "@/api/resources/people";
import type { Person } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { notifyDone } from "@/ui/notify";

/** Shuts the person out, or lets them in again. */
export function SwitchPerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const client = useQueryClient();
  const { active, username } = person;
  const change = useMutation({
    mutationFn: () => (active ? deactivatePerson(person.id) : activatePerson(person.id)),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["people"] });
      notifyDone(active ? `${username} is deactivated.` : `${username} is active again.`);
      onClose();
    },
  });
  const dialog = {
    opened: true,
    busy: change.isPending,
    error: change.error,
    onConfirm: () => change.mutate(),
    onClose,
  };
  if (active) {
    return (
      <ConfirmDialog {...dialog} title={`Deactivate ${username}?`} confirm="Deactivate" danger>
        Signing in is refused from now on, and open sessions, tokens and live pages stop working.
        Roles and rights stay as they are; the person can be activated again at any time.
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog {...dialog} title={`Activate ${username}?`} confirm="Activate">
      The person may sign in again with the password, roles, rights and tokens as they were.
    </ConfirmDialog>
  );
}
