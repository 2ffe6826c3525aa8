import { Button, Checkbox, FileInput, Group, Modal, Stack, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ApiProblem, asProblem } from "@/api/problem";
import { flowQuery, importFlow } from "@/api/resources/flows";
import type { Flow, JsonObject } from "@/api/types";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { isObject } from "@/ui/json";
import { ProblemList } from "@/ui/ProblemList";

/** A flow document from a file becomes the draft of the flow it names. */
export function ImportFlow({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Import a flow" size="lg">
      <Form onClose={onClose} />
    </Modal>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [publish, setPublish] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const load = useMutation({
    mutationFn: (document: JsonObject) => importFlow(document, publish),
    onSuccess: (flow) => {
      void client.invalidateQueries({ queryKey: ["flows"], refetchType: "none" });
      onClose();
      navigate(`/flows/${flow.slug}`);
    },
  });
  const look = useMutation({
    mutationFn: async (chosen: File) => {
      const document = read(await chosen.text());
      return { document, flow: await flowNamed(client, document) };
    },
    onSuccess: ({ document, flow }) =>
      flow ? setAsked({ document, flow }) : load.mutate(document),
  });
  const failure = look.error ?? load.error;
  const problem = failure ? asProblem(failure) : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        load.reset();
        if (file) look.mutate(file);
      }}
    >
      {asked && (
        <Replace
          flow={asked.flow}
          publish={publish}
          onConfirm={() => {
            load.mutate(asked.document);
            setAsked(null);
          }}
          onClose={() => setAsked(null)}
        />
      )}
      <Stack>
        <FileInput
          label="Flow document"
          description="A file as “Export” writes it. Its slug says which flow it is."
          placeholder="Choose a .json file"
          accept="application/json,.json"
          leftSection={<IconFileImport size={16} aria-hidden />}
          required
          value={file}
          onChange={setFile}
        />
        <Checkbox
          label="Publish it at once"
          checked={publish}
          onChange={(event) => setPublish(event.currentTarget.checked)}
        />
        {problem && (
          <div role="alert">
            <Text size="sm" c="var(--fl-state-bad)">
              {problem.message} {problem.hint}
            </Text>
            <ProblemList problems={problem.problems} />
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={look.isPending || load.isPending} disabled={!file}>
            Import
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface Asked {
  document: JsonObject;
  flow: Flow;
}

interface ReplaceProps {
  flow: Flow;
  publish: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** The document names a flow that is there: its draft has nothing that would bring it back. */
function Replace({ flow, publish, onConfirm, onClose }: ReplaceProps) {
  return (
    <ConfirmDialog
      opened
      title="Replace the draft?"
      confirm="Replace the draft"
      dismiss="Keep it"
      danger
      onConfirm={onConfirm}
      onClose={onClose}
    >
      The flow “{flow.name}” ({flow.slug}) is there already. Its draft, revision{" "}
      {flow.draft_revision}, is replaced by the document and cannot be brought back.{" "}
      {publish
        ? "The document becomes the live version at once."
        : "What is live stays as it is until the draft is published."}
    </ConfirmDialog>
  );
}

/** The flow that the document names, if the person sees one. */
async function flowNamed(client: QueryClient, document: JsonObject): Promise<Flow | null> {
  if (typeof document.slug !== "string" || !SLUG.test(document.slug)) return null;
  try {
    return await client.fetchQuery({ ...flowQuery(document.slug), staleTime: 0, retry: false });
  } catch (error) {
    if (asProblem(error).status === 404) return null;
    throw error;
  }
}

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function read(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (isObject(value)) return value;
  throw new ApiProblem(400, {
    code: "console.file",
    title: "Not a flow document",
    detail: "The file is not a JSON object.",
    hint: "Choose a file that was exported from Fairlead.",
  });
}
