import { useDebouncedValue } from "@mantine/hooks";
import { useQueries } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";
import { previewMapping } from "@/api/resources/mappings";
import type { Json, Sample } from "@/api/types";
import { type Difference, differences } from "./differences";
import { bindingsFor } from "./scope";

const PAUSE_MS = 900;

export type Impact =
  | { state: "working" }
  | { state: "same" }
  | { state: "changed"; differences: Difference[] }
  | { state: "fails"; message: string }
  | { state: "new" };

/** For each sample: what the expression makes of it against what the published one does. */
export function useImpact(
  flow: string,
  expression: string,
  published: string | null,
  samples: readonly Sample[],
): Impact[] {
  const [settled] = useDebouncedValue(expression, PAUSE_MS);
  const evaluated = (text: string) =>
    samples.map((sample) => ({
      queryKey: ["mappings", "sample", text, sample.execution],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Outcome> => {
        const bindings = bindingsFor(flow, sample, sample.input as Json);
        try {
          const body = { expression: text, input: sample.input as Json, bindings };
          return { output: (await previewMapping(body, signal)).output };
        } catch (error) {
          if (signal.aborted) throw error;
          return { fault: asProblem(error).message };
        }
      },
      enabled: text.trim() !== "",
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    }));
  const now = useQueries({ queries: evaluated(settled) });
  const before = useQueries({ queries: evaluated(published ?? "") });
  return samples.map((_, index) => {
    if (published === null) return { state: "new" };
    return compare(before[index]?.data, now[index]?.data);
  });
}

type Outcome = { output: Json; fault?: undefined } | { fault: string; output?: undefined };

function compare(before: Outcome | undefined, now: Outcome | undefined): Impact {
  if (!before || !now) return { state: "working" };
  if (now.fault !== undefined) return { state: "fails", message: now.fault };
  if (before.fault !== undefined) {
    return { state: "changed", differences: differences(undefined, now.output) };
  }
  const found = differences(before.output, now.output);
  return found.length === 0 ? { state: "same" } : { state: "changed", differences: found };
}
