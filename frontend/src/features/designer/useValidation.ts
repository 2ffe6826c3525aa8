import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { validateDraft } from "@/api/resources/flows";
import type { Draft, FlowDefinition, Problem } from "@/api/types";
import { useDesigner } from "./context";

const PAUSE_MS = 500;
const NONE: readonly Problem[] = [];

export interface Validation {
  problems: readonly Problem[];
  /** The answer is for an older state of the working copy. */
  checking: boolean;
  /** The check itself failed: nothing is known. */
  error: unknown;
  now: () => void;
}

/** The server's findings about the working copy, asked for a moment after the last change. Who may
 * only look sees those of the draft as it was saved. */
export function useValidation(slug: string, definition: FlowDefinition, draft: Draft): Validation {
  const { readOnly } = useDesigner();
  const [settled] = useDebouncedValue(definition, PAUSE_MS);
  const query = useQuery({
    queryKey: ["flows", "validate", slug, settled],
    queryFn: ({ signal }) => validateDraft(slug, settled, signal),
    enabled: !readOnly,
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    problems: readOnly ? draft.problems : (query.data ?? NONE),
    checking: !readOnly && (query.isFetching || settled !== definition),
    error: query.error,
    now: () => void query.refetch(),
  };
}
