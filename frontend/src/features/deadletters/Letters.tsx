import { Anchor, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { RowSelectionState } from "@tanstack/react-table";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { lettersQuery } from "@/api/resources/deadletters";
import type { DeadLetterGroup, DeadLetterRow } from "@/api/types";
import { COLUMNS, HIDDEN_AT_FIRST } from "@/features/executions/columns";
import { type ColumnDef, DataTable } from "@/ui/DataTable";
import { moreOf } from "@/ui/paging";
import { RelativeTime } from "@/ui/RelativeTime";
import { ErrorState, LoadingRows } from "@/ui/states";
import { Discard } from "./Discard";
import { Redrive } from "./Redrive";
import { Restore } from "./Restore";

interface Props {
  group: DeadLetterGroup;
  /** The person may operate the flow. */
  mayOperate: boolean;
}

/** The list's columns without what the cause says already; the keys take the room that is left. */
const OPEN = COLUMNS.filter(({ id }) => !["status", "flow", "error"].includes(id ?? "")).map(
  (column) => (column.id === "keys" ? { ...column, meta: undefined } : column),
) as ColumnDef<DeadLetterRow, unknown>[];

/** When a letter was laid aside, and by whom. */
function laidAside(id: string, header: string): ColumnDef<DeadLetterRow, unknown> {
  return {
    id,
    header,
    size: 190,
    cell: ({ row }) => (
      <>
        <RelativeTime at={row.original.dead_letter.discarded_at} /> by{" "}
        {row.original.dead_letter.discarded_by}
      </>
    ),
  };
}

const DISCARDED: ColumnDef<DeadLetterRow, unknown>[] = [
  ...OPEN,
  laidAside("discarded", "Discarded"),
  {
    id: "note",
    header: "Why",
    cell: ({ row }) => (
      <span title={row.original.dead_letter.note}>{row.original.dead_letter.note}</span>
    ),
  },
];

const REPLAYED: ColumnDef<DeadLetterRow, unknown>[] = [
  ...OPEN,
  laidAside("replayed", "Replayed"),
  {
    id: "as",
    header: "As",
    cell: ({ row }) => (
      <Anchor component={Link} to={`/executions/${row.original.dead_letter.replayed_as}`} size="sm">
        the execution that stands for it
      </Anchor>
    ),
  },
];

const COLUMNS_OF = { open: OPEN, discarded: DISCARDED, replayed: REPLAYED };

/** The executions of one cause; some of them may be dealt with alone. */
export function Letters({ group, mayOperate }: Props) {
  const navigate = useNavigate();
  const letters = useInfiniteQuery(lettersQuery(group.id, group.state));
  const [selected, setSelected] = useState<RowSelectionState>({});
  const rows = letters.data?.pages.flatMap((page) => page.results) ?? [];
  const choosable = mayOperate && group.state !== "replayed";
  const chosen = rows.filter((row) => selected[row.id]).map((row) => row.id);
  if (letters.isPending) return <LoadingRows rows={3} />;
  if (letters.isLoadingError)
    return <ErrorState error={letters.error} onRetry={() => letters.refetch()} />;
  return (
    <DataTable
      label="Dead letters of this cause"
      storageKey={`deadletters.${group.state}`}
      columns={COLUMNS_OF[group.state]}
      hiddenAtFirst={HIDDEN_AT_FIRST}
      rows={rows}
      idOf={(row) => row.id}
      onOpen={(row) => navigate(`/executions/${row.id}`)}
      selection={choosable ? { value: selected, onChange: setSelected } : undefined}
      more={moreOf(letters)}
      toolbar={
        choosable ? (
          <Selected group={group} chosen={chosen} onDone={() => setSelected({})} />
        ) : (
          <Text size="sm" c="var(--fl-text-dim)">
            {mayOperate
              ? "Replayed with the live version: the new executions stand for them."
              : "Redriving and discarding are for operators of this flow."}
          </Text>
        )
      }
    />
  );
}

interface SelectedProps {
  group: DeadLetterGroup;
  chosen: string[];
  onDone: () => void;
}

function Selected({ group, chosen, onDone }: SelectedProps) {
  const shared = { group, executions: chosen, onDone };
  if (group.state === "discarded") return <Restore {...shared} />;
  return (
    <>
      <Redrive {...shared} />
      <Discard {...shared} />
    </>
  );
}
