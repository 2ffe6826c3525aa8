import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { asProblem } from "@/api/problem";
import { previewMapping } from "@/api/resources/mappings";
import type { Json, JsonObject, Preview } from "@/api/types";
import type { Fault } from "@/ui/editor/diagnostics";

const PAUSE_MS = 300;
/** Faults of the text itself, whatever the message. */
const UNREADABLE = new Set(["mapping.syntax", "mapping.source_size", "mapping.refused"]);

export interface LivePreview {
  /** The last good result; it stays while a newer one is worked out or fails. */
  result: Preview | null;
  fault: Fault | null;
  hint: string | null;
  working: boolean;
  /** Whether the text as it stands now can be read; null while that is not known. */
  compiles: boolean | null;
}

/** The result of an expression on an input, asked for a moment after the last key press. Only one
 * request is under way: the next one gives up the one before it. */
export function usePreview(
  expression: string,
  input: Json | undefined,
  bindings: JsonObject,
): LivePreview {
  const [settled] = useDebouncedValue(expression, PAUSE_MS);
  const query = useQuery({
    queryKey: ["mappings", "preview", settled, input, bindings],
    queryFn: ({ signal }) =>
      previewMapping({ expression: settled, input: input ?? null, bindings }, signal),
    enabled: input !== undefined && settled.trim() !== "",
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  const [last, setLast] = useState<Preview | null>(null);
  useEffect(() => {
    if (query.data && !query.isPlaceholderData) setLast(query.data);
  }, [query.data, query.isPlaceholderData]);
  const working = query.isFetching || settled !== expression;
  const asked = input !== undefined && expression.trim() !== "";
  const problem = query.error ? asProblem(query.error) : null;
  return {
    result: query.data ?? last,
    fault: problem && { message: problem.message, ...problem.where },
    hint: problem?.hint ?? null,
    working,
    compiles: working || !asked ? null : !(problem && UNREADABLE.has(problem.code)),
  };
}
