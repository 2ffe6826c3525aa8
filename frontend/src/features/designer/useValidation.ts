import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { validateDraft } from "@/api/resources/flows";
import type { FlowDefinition, Problem } from "@/api/types";

const PAUSE_MS = 500;

export interface Validation {
  problems: readonly Problem[];
  /** The answer is for an older state of the working copy. */
  checking: boolean;
  /** The check itself failed: nothing is known. */
  error: unknown;
  now: () => void;
}

/** The server's findings about the working copy, asked for a moment after the last change. */
export function useValidation(slug: string, definition: FlowDefinition): Validation {
  const [settled] = useDebouncedValue(definition, PAUSE_MS);
  const query = useQuery({
    queryKey: ["flows", "validate", slug, settled],
    queryFn: ({ signal }) => validateDraft(slug, settled, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    problems: query.data ?? [],
    checking: query.isFetching || settled !== definition,
    error: query.error,
    now: () => void query.refetch(),
  };
}
