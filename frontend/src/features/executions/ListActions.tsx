import { Button, Group } from "@mantine/core";
import { IconDownload, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ExecutionFilter } from "@/api/resources/executions";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { count } from "@/ui/time";
import { downloadCsv, MOST } from "./export";
import { SavedViews } from "./SavedViews";

interface Props {
  filter: ExecutionFilter;
  active: boolean;
  onOpen: (filter: ExecutionFilter) => void;
  paused: boolean;
  heldBack: number;
  onPause: () => void;
}

/** What can be done with the list as a whole. */
export function ListActions({ filter, active, onOpen, ...pause }: Props) {
  const download = useMutation({
    mutationFn: () => downloadCsv(filter),
    onSuccess: (rows) => {
      const cut = rows === MOST ? " Narrow the filter for the older ones." : "";
      notifyDone(`${count(rows)} executions exported.${cut}`);
    },
    onError: (error) => notifyProblem(error, "Nothing was exported"),
  });
  return (
    <Group gap="xs">
      <PauseButton {...pause} />
      <SavedViews filter={filter} active={active} onOpen={onOpen} />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={14} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        Export CSV
      </Button>
    </Group>
  );
}

function PauseButton({ paused, heldBack, onPause }: Omit<Props, "filter" | "active" | "onOpen">) {
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button
      size="xs"
      miw={96}
      variant={paused ? "filled" : "default"}
      leftSection={<Icon size={14} aria-hidden />}
      onClick={onPause}
    >
      {paused ? `Resume (${count(heldBack)} held back)` : "Pause"}
    </Button>
  );
}
