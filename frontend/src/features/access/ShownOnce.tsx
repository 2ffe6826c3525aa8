import { Button, Group, Stack, Text } from "@mantine/core";
import type { NewToken } from "@/api/types";
import { Secret } from "./Secret";

/** The token's text, at the only moment it can be seen. */
export function ShownOnce({ token, onDone }: { token: NewToken; onDone: () => void }) {
  return (
    <Stack gap="md">
      <Text size="sm">
        Copy the token of <strong>{token.name}</strong> now and put it where its holder keeps
        secrets. It is stored here as a fingerprint only and cannot be shown again.
      </Text>
      <Secret text={token.token} testId="token" />
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
