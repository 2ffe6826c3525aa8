import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { asProblem } from "@/api/problem";
import { createFlow } from "@/api/resources/flows";
import { slugOf } from "./slug";

/** A new, empty flow; its canvas opens at once. */
export function CreateFlow({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New flow">
      <Form onClose={onClose} />
    </Modal>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [slug, setSlug] = useState<string | null>(null);
  const shown = slug ?? slugOf(name);
  const create = useMutation({
    mutationFn: () => createFlow({ slug: shown, name: name.trim() }),
    onSuccess: (flow) => {
      void client.invalidateQueries({ queryKey: ["flows", "list"] });
      onClose();
      navigate(`/flows/${flow.slug}`);
    },
  });
  const problem = create.error ? asProblem(create.error) : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Stack>
        <TextInput
          label="Name"
          required
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Slug"
          description="Its name in addresses and files. It cannot be changed later."
          required
          value={shown}
          maxLength={63}
          onChange={(event) => setSlug(event.currentTarget.value)}
        />
        {problem && (
          <Text role="alert" size="sm" c="var(--fl-state-bad)">
            {problem.message} {problem.hint}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!name.trim() || !shown}>
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
