import { Button, Group, Stack, Text } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { NewToken } from "@/api/types";
import classes from "./Tokens.module.css";

/** The token's text, at the only moment it can be seen. */
export function ShownOnce({ token, onDone }: { token: NewToken; onDone: () => void }) {
  const clipboard = useClipboard({ timeout: 4_000 });
  return (
    <Stack gap="md">
      <Text size="sm">
        Copy the token of <strong>{token.name}</strong> now and put it where its holder keeps
        secrets. It is stored here as a fingerprint only and cannot be shown again.
      </Text>
      <div className={classes.secret}>
        <code data-testid="token">{token.token}</code>
        <Button
          size="xs"
          data-autofocus
          leftSection={
            clipboard.copied ? (
              <IconCheck size={14} aria-hidden />
            ) : (
              <IconCopy size={14} aria-hidden />
            )
          }
          onClick={() => clipboard.copy(token.token)}
        >
          {clipboard.copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <Text size="sm" c="var(--fl-text-dim)">
        Requests carry it in a header: <code>Authorization: Bearer flt_…</code>
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          I have stored it
        </Button>
      </Group>
    </Stack>
  );
}
