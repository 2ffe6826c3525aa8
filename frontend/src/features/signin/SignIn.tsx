import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { asProblem } from "@/api/problem";
import { meQuery, sessionStateQuery, signIn } from "@/api/resources/session";
import { forgetOthers } from "@/app/session/session";
import { Environment } from "@/app/shell/Environment";
import { Logo } from "@/ui/Logo";
import classes from "./SignIn.module.css";

export function SignIn() {
  useDocumentTitle("Sign in · Fairlead");
  const client = useQueryClient();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const secret = useRef<HTMLInputElement>(null);
  const state = useQuery({ ...sessionStateQuery, retry: false });
  const attempt = useMutation({
    mutationFn: () => signIn(username, password),
    onSuccess: (me) => {
      forgetOthers(client);
      client.setQueryData(meQuery.queryKey, me);
    },
    // Most often it is the password that was mistyped.
    onError: () => secret.current?.select(),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!attempt.isPending) attempt.mutate();
  };

  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={submit} aria-label="Sign in">
        <div className={classes.brand}>
          <Logo size={28} />
          <h1>Fairlead</h1>
          {state.data && <Environment {...state.data.environment} />}
        </div>
        <Stack gap="md">
          <TextInput
            label="User name"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <PasswordInput
            ref={secret}
            label="Password"
            error={attempt.isError}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <p className={classes.message} role="alert">
            {attempt.isError && messageOf(attempt.error)}
          </p>
          <Button type="submit" size="md" loading={attempt.isPending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
    </main>
  );
}

function messageOf(error: unknown): string {
  const problem = asProblem(error);
  return [problem.message, problem.hint].filter(Boolean).join(" ");
}
