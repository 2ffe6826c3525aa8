import { Button, FileInput, Group, Progress, Stack, Text } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { uploadFile } from "@/api/resources/starting";
import { Refused } from "./Refused";
import { type FormProps, sizeOf } from "./takes";

interface Chosen {
  file: File;
  key: string;
}

const keyed = (file: File): Chosen => ({
  file,
  key: `console-${Date.now()}-${Math.random().toString(36).slice(2)}`,
});

/** Chooses a file and sends it, saying how far it is. */
export function UploadForm({ flow, onStarted, onClose }: FormProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [share, setShare] = useState(0);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const upload = useMutation({
    mutationFn: ({ file, key }: Chosen) => {
      const controller = new AbortController();
      stop.current = controller;
      setShare(0);
      const { signal } = controller;
      return uploadFile({ flow: flow.slug, file, key, onProgress: setShare, signal });
    },
    onSuccess: onStarted,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) upload.mutate(chosen);
      }}
    >
      <Stack>
        <FileInput
          label="File"
          description="CSV with a header, or JSON lines. Each row becomes a record with an outcome of its own."
          placeholder="Choose a file"
          accept=".csv,.jsonl,.ndjson,text/csv"
          leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
          required
          data-autofocus
          disabled={upload.isPending}
          value={chosen?.file ?? null}
          onChange={(file) => {
            upload.reset();
            setChosen(file && keyed(file));
          }}
        />
        <Way file={chosen?.file} share={share} sending={upload.isPending} />
        <Refused error={upload.error} />
        <Text size="sm" c="var(--fl-text-dim)">
          It runs for real with version {flow.live_version}: what the flow sends arrives at its
          systems.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={upload.isPending} disabled={!chosen}>
            Upload and start
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface WayProps {
  file: File | undefined;
  share: number;
  sending: boolean;
}

/** Keeps its height, so that nothing shifts when the upload begins. */
function Way({ file, share, sending }: WayProps) {
  const percent = Math.floor(share * 100);
  const words = !file
    ? "No file chosen yet."
    : !sending
      ? sizeOf(file.size)
      : share < 1
        ? `${percent} % of ${sizeOf(file.size)} sent`
        : "All sent; the file is being stored.";
  return (
    <div>
      <Progress value={sending ? percent : 0} aria-label="Sent" />
      <Text size="sm" mt={4} role="status" c="var(--fl-text-dim)">
        {words}
      </Text>
    </div>
  );
}
