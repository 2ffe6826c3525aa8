import { Button, Group, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { recentMessageQuery } from "@/api/resources/developer";
import { startFlow } from "@/api/resources/starting";
import { contractOf, type Format, MEDIA } from "@/features/developer/contract";
import { Refused } from "./Refused";
import type { FormProps } from "./takes";

/** Writes a message and sends it; the newest one that came can be taken as it is. */
export function MessageForm({ flow, definition, onStarted, onClose }: FormProps) {
  const { formats } = contractOf(flow, definition);
  const [format, setFormat] = useState<Format>(formats[0] ?? "json");
  const [text, setText] = useState("");
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: () => startFlow(flow.slug, text, MEDIA[format]),
    onSuccess: onStarted,
  });
  const recent = useMutation({
    mutationFn: () => client.fetchQuery({ ...recentMessageQuery(flow.slug), staleTime: 0 }),
    onSuccess: ({ message, hidden }) => {
      if (message === undefined || hidden) return;
      const isText = typeof message === "string";
      setText(isText ? message : JSON.stringify(message, null, 2));
      setFormat(!isText ? "json" : message.trimStart().startsWith("<") ? "xml" : "csv");
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <Stack>
        <Group justify="space-between">
          <SegmentedControl
            size="xs"
            aria-label="Format"
            data={formats.map((one) => ({ value: one, label: one.toUpperCase() }))}
            value={format}
            onChange={(next) => setFormat(next as Format)}
          />
          <Button
            size="compact-sm"
            variant="default"
            loading={recent.isPending}
            onClick={() => recent.mutate()}
          >
            Take the newest message
          </Button>
        </Group>
        <Textarea
          label="Message"
          description={noteOn(recent.data)}
          rows={14}
          required
          data-autofocus
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--fl-mono)", fontSize: 12 } }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Refused error={start.error ?? recent.error} />
        <Text size="sm" c="var(--fl-text-dim)">
          It runs for real with version {flow.live_version}: what the flow sends arrives at its
          systems.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={start.isPending} disabled={text.trim() === ""}>
            Start
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function noteOn(recent: { message: unknown; hidden: boolean } | undefined): string {
  if (recent?.hidden) return "What messages carried is hidden from you: write one.";
  if (recent && recent.message === undefined) return "No message has come yet: write one.";
  return "As a client would send it.";
}
