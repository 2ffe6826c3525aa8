import { Button, Group, Modal, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { changeSystem, createSystem, systemsQuery } from "@/api/resources/connections";
import type { System } from "@/api/types";
import { useMe } from "@/app/session/session";
import { notifyDone } from "@/ui/notify";
import { Panel } from "@/ui/Panel";
import classes from "./Connections.module.css";

const NEW: System = {
  slug: "",
  name: "",
  kind: "",
  owner: "",
  description: "",
  allowed_private_hosts: [],
};

/** The outside parties. Addresses inside private networks are allowed here, by administrators. */
export function Systems() {
  const me = useMe();
  const query = useQuery(systemsQuery);
  const [edited, setEdited] = useState<System | null>(null);
  const mayEdit = me.roles.some((role) => ["administrator", "steward"].includes(role));
  if (!query.data) return null;
  return (
    <div className={classes.systems}>
      <Panel
        title="Systems"
        flush
        actions={
          mayEdit && (
            <Button size="xs" variant="default" onClick={() => setEdited(NEW)}>
              New system
            </Button>
          )
        }
      >
        <ul className={classes.list}>
          {query.data.map((system) => (
            <li key={system.slug} className={classes.row}>
              <span className={classes.name}>{system.name}</span>
              <span className={classes.dim}>{system.kind || "–"}</span>
              <span className={classes.dim}>
                {(system.allowed_private_hosts ?? []).length > 0
                  ? `private addresses: ${system.allowed_private_hosts?.join(", ")}`
                  : "public addresses only"}
              </span>
              {mayEdit && (
                <Button size="compact-xs" variant="subtle" onClick={() => setEdited(system)}>
                  Edit
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Panel>
      {edited && <SystemForm system={edited} onClose={() => setEdited(null)} />}
    </div>
  );
}

function SystemForm({ system, onClose }: { system: System; onClose: () => void }) {
  const me = useMe();
  const client = useQueryClient();
  const [value, setValue] = useState(system);
  const isNew = system.slug === "";
  const mayAllow = me.roles.includes("administrator");
  const save = useMutation({
    mutationFn: async () => {
      const { slug, allowed_private_hosts, ...rest } = value;
      const body = mayAllow ? { ...rest, allowed_private_hosts } : rest;
      if (isNew) await createSystem({ ...body, slug } as System);
      else await changeSystem(slug, body);
    },
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["systems"] });
      notifyDone("The system is saved.");
      onClose();
    },
  });
  const change = (part: Partial<System>) => setValue({ ...value, ...part });
  return (
    <Modal opened onClose={onClose} title={isNew ? "New system" : system.name}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="sm">
          {isNew && (
            <TextInput
              label="Short name"
              description="Small letters, digits and hyphens; it stays."
              required
              value={value.slug}
              onChange={(event) => change({ slug: event.currentTarget.value })}
            />
          )}
          <TextInput
            label="Name"
            required
            value={value.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Owner"
            description="Who answers for it outside Fairlead."
            value={value.owner ?? ""}
            onChange={(event) => change({ owner: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            value={value.description ?? ""}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
          <TagsInput
            label="Allowed private addresses"
            description={
              mayAllow
                ? "host or host:port. Every other address inside private networks is refused."
                : "Only an administrator may change these."
            }
            disabled={!mayAllow}
            value={value.allowed_private_hosts ?? []}
            onChange={(hosts) => change({ allowed_private_hosts: hosts })}
          />
          {save.isError && (
            <p role="alert" className={classes.error}>
              {asProblem(save.error).message} {asProblem(save.error).hint}
            </p>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
