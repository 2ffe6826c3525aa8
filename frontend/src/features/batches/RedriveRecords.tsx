import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { redriveRecords } from "@/api/resources/batches";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { count } from "@/ui/time";

interface Props {
  execution: string;
  step: string;
  /** Numbers of the chosen records; none: all. */
  chosen: number[];
  onDone: () => void;
}

/** Runs failed records again, and leads to the execution that does. */
export function RedriveRecords({ execution, step, chosen, onDone }: Props) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const cache = useQueryClient();
  const some = chosen.length > 0;
  const redrive = useMutation({
    mutationFn: () => redriveRecords(execution, step, some ? chosen : undefined),
    onSuccess: async (answer) => {
      setAsking(false);
      onDone();
      await cache.invalidateQueries({ queryKey: ["batches", execution] });
      navigate(`/executions/${answer.execution}`);
    },
  });
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {some ? `Redrive selected (${count(chosen.length)})` : "Redrive all"}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={some ? "Redrive the selected records?" : "Redrive all failed records?"}
        confirm="Redrive"
        busy={redrive.isPending}
        error={redrive.error}
        onConfirm={() => redrive.mutate()}
        onClose={() => setAsking(false)}
      >
        They run as a batch of a new execution, with the flow version that is live now. Steps before
        the batch run again; other records are not sent again. What could not be read is left out.
      </ConfirmDialog>
    </>
  );
}
