import { Modal, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { changeOwnPassword } from "@/api/resources/session";
import { PersonForm } from "@/features/access/people/PersonDialog";
import { notifyDone } from "@/ui/notify";
import { useMe } from "../session/session";

/** Changes the password of whoever is signed in. */
export function OwnPassword({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Change your password" size={440}>
      <Form onClose={onClose} />
    </Modal>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => changeOwnPassword(current, password),
    onSuccess: () => {
      notifyDone("Your password is changed. Sessions elsewhere have ended.");
      onClose();
    },
  });
  const refusals = refusalsOf(change.error);
  return (
    <PersonForm
      submit="Change the password"
      busy={change.isPending}
      disabled={current === "" || password === ""}
      error={refusals.other ? change.error : null}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      {/* For password managers, which ask whose password it is. */}
      <input type="text" autoComplete="username" value={me.username} readOnly hidden />
      <PasswordInput
        label="Your password now"
        autoComplete="current-password"
        data-autofocus
        value={current}
        error={refusals.current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password"
        description="At least 12 characters, and none that everybody knows."
        autoComplete="new-password"
        value={password}
        error={refusals.password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </PersonForm>
  );
}

/** What is said beside each field, and what belongs to none. */
function refusalsOf(error: unknown): { current?: string; password?: string; other?: boolean } {
  if (!error) return {};
  const { problems } = asProblem(error);
  const of = (field: string) =>
    problems
      .filter(({ where }) => where?.path === field)
      .map((one) => one.message)
      .join(" ");
  const [current, password] = [of("current"), of("password")];
  if (current || password) return { current, password };
  return { other: true };
}
