import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeRoles } from "@/api/resources/people";
import { meQuery } from "@/api/resources/session";
import type { Person } from "@/api/types";
import { useMe } from "@/app/session/session";
import { notifyDone } from "@/ui/notify";
import { PersonDialog, PersonForm } from "./PersonDialog";
import { RoleChoice } from "./RoleChoice";

const KEPT = {
  role: "administrator",
  why: "You cannot take this from yourself; another administrator can.",
} as const;

export function ChangeRoles({ person, onClose }: { person: Person; onClose: () => void }) {
  const client = useQueryClient();
  const isOneself = useMe().username === person.username;
  const [roles, setRoles] = useState(person.roles);
  const change = useMutation({
    mutationFn: () => changeRoles(person.id, roles),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["people"] });
      if (isOneself) client.invalidateQueries({ queryKey: meQuery.queryKey });
      notifyDone(`The roles of ${person.username} are changed.`);
      onClose();
    },
  });
  const same = [...roles].sort().join() === [...person.roles].sort().join();
  return (
    <PersonDialog title={`Roles of ${person.username}`} onClose={onClose}>
      <PersonForm
        submit="Change the roles"
        busy={change.isPending}
        disabled={same || roles.length === 0}
        error={change.error}
        onSubmit={() => change.mutate()}
        onClose={onClose}
      >
        <RoleChoice roles={roles} onChange={setRoles} kept={isOneself ? KEPT : undefined} />
      </PersonForm>
    </PersonDialog>
  );
}
