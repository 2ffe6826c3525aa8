import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createPerson } from "@/api/resources/people";
import type { PersonWithPassword, Role } from "@/api/types";
import { PasswordShown } from "./PasswordShown";
import { PersonDialog, PersonForm } from "./PersonDialog";
import { RoleChoice } from "./RoleChoice";

/** Makes a person, then shows their password once. */
export function NewPerson({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<PersonWithPassword | null>(null);
  return (
    <PersonDialog
      title={made ? `${made.username} may sign in` : "New person"}
      shut={made !== null}
      onClose={onClose}
    >
      {made ? (
        <PasswordShown person={made} onDone={onClose} />
      ) : (
        <Form onMade={setMade} onClose={onClose} />
      )}
    </PersonDialog>
  );
}

function Form({
  onMade,
  onClose,
}: {
  onMade: (made: PersonWithPassword) => void;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [username, setUsername] = useState("");
  const [roles, setRoles] = useState<Role[]>([]);
  const create = useMutation({
    mutationFn: () => createPerson(username.trim(), roles),
    onSuccess: (made) => {
      client.invalidateQueries({ queryKey: ["people"] });
      onMade(made);
    },
  });
  return (
    <PersonForm
      submit="Make the person"
      busy={create.isPending}
      disabled={username.trim() === "" || roles.length === 0}
      error={create.error}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="User name"
        description="For signing in, and for the audit trail. It stays. Letters, digits and . _ @ + -"
        data-autofocus
        autoComplete="off"
        maxLength={150}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <RoleChoice roles={roles} onChange={setRoles} />
    </PersonForm>
  );
}
