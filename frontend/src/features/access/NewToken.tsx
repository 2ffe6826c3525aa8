import {
  Button,
  Checkbox,
  Group,
  Modal,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asProblem } from "@/api/problem";
import { createToken } from "@/api/resources/tokens";
import type { NewToken as Made, Scope } from "@/api/types";
import { useMe } from "@/app/session/session";
import { ShownOnce } from "./ShownOnce";
import { scopesFor } from "./scopes";

const LIVES = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year, the longest" },
];

export interface Preset {
  name: string;
  scopes: Scope[];
}

/** Makes a token, then shows its text once. */
export function NewToken({ preset, onClose }: { preset: Preset; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={made ? "Your new token" : "New token"}
      size={600}
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
      withCloseButton={made === null}
    >
      {made ? (
        <ShownOnce token={made} onDone={onClose} />
      ) : (
        <Form preset={preset} onMade={setMade} onClose={onClose} />
      )}
    </Modal>
  );
}

interface FormProps {
  preset: Preset;
  onMade: (token: Made) => void;
  onClose: () => void;
}

function Form({ preset, onMade, onClose }: FormProps) {
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState(preset.name);
  const [scopes, setScopes] = useState<string[]>(preset.scopes);
  const [days, setDays] = useState("90");
  const create = useMutation({
    mutationFn: () =>
      createToken({ name: name.trim(), scopes: scopes as Scope[], days: Number(days) }),
    onSuccess: (token) => {
      client.invalidateQueries({ queryKey: ["tokens"] });
      onMade(token);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="What is it for?"
          description="The system or script that will hold it. One token each, so that each can be revoked alone."
          placeholder="Warehouse, nightly export"
          data-autofocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox.Group
          label="What may it do?"
          description="Never more than you may do yourself."
          value={scopes}
          onChange={setScopes}
        >
          <SimpleGrid cols={2} spacing="md" verticalSpacing="xs" mt="xs">
            {scopesFor(me.roles).map(({ value, label, says }) => (
              <Checkbox key={value} value={value} label={label} description={says} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <Select
          label="How long does it live?"
          data={LIVES}
          allowDeselect={false}
          value={days}
          onChange={(next) => setDays(next ?? "90")}
        />
        {create.isError && (
          <Text role="alert" size="sm" c="var(--fl-state-bad)">
            {asProblem(create.error).message} {asProblem(create.error).hint}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={name.trim() === "" || scopes.length === 0}
          >
            Create the token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
