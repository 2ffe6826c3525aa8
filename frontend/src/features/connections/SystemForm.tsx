import { Button, Group, Modal, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeSystem, createSystem, removeSystem } from "@/api/resources/connections";
import type { System } from "@/api/types";
import { useMe } from "@/app/session/session";
import { notifyDone } from "@/ui/notify";
import { useFaults } from "./faults";
import { Refusal } from "./Refusal";
import { slugOf } from "./words";

/** Makes, changes or removes a system. */
export function SystemForm({ system, onClose }: { system: System; onClose: () => void }) {
  const mayAllow = useMe().roles.includes("administrator");
  const [value, setValue] = useState(system);
  const isNew = system.slug === "";
  const save = useSaved(() => store(value, isNew, mayAllow), "The system is saved.", onClose);
  const remove = useSaved(() => removeSystem(system.slug), "The system is removed.", onClose);
  const change = (part: Partial<System>) => setValue({ ...value, ...part });
  const failure = save.error ?? remove.error;
  const { at } = useFaults(failure);
  return (
    <Modal opened onClose={onClose} title={isNew ? "New system" : system.name} size={520}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          remove.reset();
          save.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            withAsterisk
            data-autofocus
            error={at("name")}
            value={value.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          {isNew && (
            <TextInput
              label="Short name"
              description="Small letters, digits and hyphens; it stays. Made from the name where it is empty."
              error={at("slug")}
              value={value.slug}
              onChange={(event) => change({ slug: event.currentTarget.value })}
            />
          )}
          <Group grow align="flex-start">
            <TextInput
              label="Kind"
              placeholder="ERP"
              value={value.kind ?? ""}
              onChange={(event) => change({ kind: event.currentTarget.value })}
            />
            <TextInput
              label="Owner"
              placeholder="Who answers for it"
              value={value.owner ?? ""}
              onChange={(event) => change({ owner: event.currentTarget.value })}
            />
          </Group>
          <Textarea
            label="Description"
            value={value.description ?? ""}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
          <TagsInput
            label="Allowed private addresses"
            description={
              mayAllow
                ? "host or host:port, each with Enter. Every other address inside private networks is refused."
                : "Only an administrator may change these."
            }
            disabled={!mayAllow}
            value={value.allowed_private_hosts ?? []}
            onChange={(hosts) => change({ allowed_private_hosts: hosts })}
          />
          {Boolean(failure) && <Refusal error={failure} />}
          <Group justify="space-between">
            {isNew ? (
              <span />
            ) : (
              <Button
                variant="subtle"
                color="red.9"
                loading={remove.isPending}
                onClick={() => remove.mutate()}
              >
                Remove
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={save.isPending}>
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function useSaved(act: () => Promise<unknown>, done: string, onClose: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["systems"] });
      notifyDone(done);
      onClose();
    },
  });
}

function store(value: System, isNew: boolean, mayAllow: boolean): Promise<unknown> {
  const { slug, allowed_private_hosts, ...rest } = value;
  const body = mayAllow ? { ...rest, allowed_private_hosts } : rest;
  if (!isNew) return changeSystem(slug, body);
  return createSystem({ ...body, slug: slug || slugOf(rest.name) } as System);
}
