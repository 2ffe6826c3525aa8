import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { peopleFoundQuery } from "@/api/resources/people";
import { ErrorState } from "@/ui/states";

const PAUSE_MS = 250;

interface Props {
  /** Who stands in the matrix already. */
  known: readonly string[];
  onAdd: (username: string) => void;
}

/** Takes a single person into the matrix, found by name. */
export function AddPerson({ known, onAdd }: Props) {
  const [typed, setTyped] = useState("");
  const [text] = useDebouncedValue(typed, PAUSE_MS);
  const found = useQuery(peopleFoundQuery(text));
  if (found.isLoadingError) {
    return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  }
  const offered = (found.data ?? []).filter((one) => one.active && !known.includes(one.username));
  return (
    <Select
      label="Give a single person rights"
      placeholder="Type a name"
      w={280}
      searchable
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched already.
      filter={({ options }) => options}
      data={offered.map(({ username, display_name }) => ({
        value: username,
        label: display_name === username ? username : `${display_name} (${username})`,
      }))}
      nothingFoundMessage={found.isPending ? "Looking…" : "Nobody of that name"}
      onChange={(username) => {
        if (username) onAdd(username);
        setTyped("");
      }}
    />
  );
}
