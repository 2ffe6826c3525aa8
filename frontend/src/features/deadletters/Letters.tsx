import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RowSelectionState } from "@tanstack/react-table";
import { useState } from "react";
import { useNavigate } from "react-router";
import { lettersQuery, redriveExecutions } from "@/api/resources/deadletters";
import { COLUMNS, HIDDEN_AT_FIRST } from "@/features/executions/columns";
import { DataTable } from "@/ui/DataTable";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { ErrorState, LoadingRows } from "@/ui/states";

/** The executions of one cause; some of them may be redriven alone. */
export function Letters({ group }: { group: string }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const letters = useQuery(lettersQuery(group));
  const [selected, setSelected] = useState<RowSelectionState>({});
  const chosen = Object.keys(selected).filter((id) => selected[id]);
  const redrive = useMutation({
    mutationFn: () => redriveExecutions(chosen),
    onSuccess: ({ redriven }) => {
      setSelected({});
      notifyDone(`${redriven} redriven.`);
      client.invalidateQueries({ queryKey: ["deadletters"] });
    },
    onError: (error) => notifyProblem(error, "Nothing was redriven"),
  });
  if (letters.isPending) return <LoadingRows rows={3} />;
  if (letters.isError)
    return <ErrorState error={letters.error} onRetry={() => letters.refetch()} />;
  return (
    <DataTable
      label="Dead letters of this cause"
      storageKey="deadletters"
      columns={COLUMNS}
      hiddenAtFirst={[...HIDDEN_AT_FIRST, "flow", "error"]}
      rows={letters.data.results}
      idOf={(row) => row.id}
      onOpen={(row) => navigate(`/executions/${row.id}`)}
      selection={{ value: selected, onChange: setSelected }}
      toolbar={
        <Button
          size="xs"
          variant="default"
          disabled={chosen.length === 0}
          loading={redrive.isPending}
          onClick={() => redrive.mutate()}
        >
          Redrive selected ({chosen.length})
        </Button>
      }
    />
  );
}
