import { Button, Checkbox, FileInput, Group, Modal, Stack, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ApiProblem, asProblem } from "@/api/problem";
import { importFlow } from "@/api/resources/flows";
import type { JsonObject } from "@/api/types";
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
  const load = useMutation({
    mutationFn: async (chosen: File) => importFlow(read(await chosen.text()), publish),
    onSuccess: (flow) => {
      void client.invalidateQueries({ queryKey: ["flows"], refetchType: "none" });
      onClose();
      navigate(`/flows/${flow.slug}`);
    },
  });
  const problem = load.error ? asProblem(load.error) : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (file) load.mutate(file);
      }}
    >
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
          <Button type="submit" loading={load.isPending} disabled={!file}>
            Import
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

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
