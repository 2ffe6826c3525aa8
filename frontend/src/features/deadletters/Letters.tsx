import { Button, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { RowSelectionState } from "@tanstack/react-table";
import { useState } from "react";
import { useNavigate } from "react-router";
import { lettersQuery, redriveExecutions } from "@/api/resources/deadletters";
import { COLUMNS, HIDDEN_AT_FIRST } from "@/features/executions/columns";
import { DataTable } from "@/ui/DataTable";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { ErrorState, LoadingRows } from "@/ui/states";
import { count } from "@/ui/time";

interface Props {
  group: string;
  /** The person may redrive. */
  mayRedrive: boolean;
}

const SHOWN = COLUMNS.filter(({ id }) => !["status", "flow", "error"].includes(id ?? ""));

/** The executions of one cause; some of them may be redriven alone. */
export function Letters({ group, mayRedrive }: Props) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const letters = useInfiniteQuery(lettersQuery(group));
  const [selected, setSelected] = useState<RowSelectionState>({});
  const rows = letters.data?.pages.flatMap((page) => page.results) ?? [];
  const chosen = rows.filter((row) => selected[row.id]).map((row) => row.id);
  const redrive = useMutation({
    mutationFn: () => redriveExecutions(chosen),
    onSuccess: ({ redriven }) => {
      setSelected({});
      notifyDone(`${count(redriven)} redriven; they go on where they stopped.`);
      client.invalidateQueries({ queryKey: ["deadletters"] });
      client.invalidateQueries({ queryKey: ["executions"] });
    },
    onError: (error) => notifyProblem(error, "Nothing was redriven"),
  });
  if (letters.isPending) return <LoadingRows rows={3} />;
  if (letters.isLoadingError)
    return <ErrorState error={letters.error} onRetry={() => letters.refetch()} />;
  return (
    <DataTable
      label="Dead letters of this cause"
      storageKey="deadletters"
      columns={SHOWN}
      hiddenAtFirst={HIDDEN_AT_FIRST}
      rows={rows}
      idOf={(row) => row.id}
      onOpen={(row) => navigate(`/executions/${row.id}`)}
      selection={mayRedrive ? { value: selected, onChange: setSelected } : undefined}
      more={{
        available: letters.hasNextPage,
        loading: letters.isFetchingNextPage,
        load: () => letters.fetchNextPage(),
      }}
      toolbar={
        mayRedrive ? (
          <Button
            size="xs"
            variant="default"
            disabled={chosen.length === 0}
            loading={redrive.isPending}
            onClick={() => redrive.mutate()}
          >
            Redrive selected ({count(chosen.length)})
          </Button>
        ) : (
          <Text size="sm" c="var(--fl-text-dim)">
            Redriving is for operators of this flow.
          </Text>
        )
      }
    />
  );
}
