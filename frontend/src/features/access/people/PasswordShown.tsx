import { Button, Group, Stack, Text } from "@mantine/core";
import type { PersonWithPassword } from "@/api/types";
import { Secret } from "../Secret";

/** A person's new password, at the only moment it can be seen. */
export function PasswordShown({
  person,
  onDone,
}: {
  person: PersonWithPassword;
  onDone: () => void;
}) {
  return (
    <Stack gap="md">
      <Text size="sm">
        Copy the password of <strong>{person.username}</strong> now and hand it over in a way that
        nobody else reads. It is stored here as a fingerprint only and cannot be shown again.
      </Text>
      <Secret text={person.password} testId="password" />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          I have handed it on
        </Button>
      </Group>
    </Stack>
  );
}
