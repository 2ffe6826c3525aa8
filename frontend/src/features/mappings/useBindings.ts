import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { executionQuery } from "@/api/resources/executions";
import type { FlowDefinition, Json, JsonObject, Sample } from "@/api/types";
import { boundBy, itemOf, readsBindings, standIns } from "./scope";

const KEEP_MS = 5 * 60_000;

interface Scope {
  flow: string;
  definition: FlowDefinition;
  step: string;
  /** The expression stands inside a for-each. */
  inner: boolean;
  expression: string;
}

/** The variables for the message at hand. The execution is read only where the expression asks. */
export function useBindings(scope: Scope, sample: Sample | null, input: Json): JsonObject {
  const { flow, definition, step, inner, expression } = scope;
  const run = useQuery({
    ...executionQuery(sample?.execution ?? ""),
    enabled: sample !== null && readsBindings(expression),
    staleTime: KEEP_MS,
    retry: false,
  });
  return useMemo(
    () => ({
      ...(run.data && sample ? boundBy(run.data, definition, step) : standIns(flow, input)),
      ...(inner && itemOf(sample, input)),
    }),
    [run.data, sample, definition, step, inner, flow, input],
  );
}

/** The same for any sample, when it is its turn. */
export function useBindingsOf({ flow, definition, step, inner }: Omit<Scope, "expression">) {
  const client = useQueryClient();
  return useCallback(
    async (sample: Sample, expression: string): Promise<JsonObject> => {
      const item = inner ? itemOf(sample, sample.input) : {};
      if (!readsBindings(expression)) return { ...standIns(flow, sample.input), ...item };
      const run = await client.fetchQuery({
        ...executionQuery(sample.execution),
        staleTime: KEEP_MS,
      });
      return { ...boundBy(run, definition, step), ...item };
    },
    [client, flow, definition, step, inner],
  );
}
