import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";
import { previewMapping } from "@/api/resources/mappings";
import type { Json, JsonObject, Sample } from "@/api/types";
import { type Difference, differences } from "./differences";

const PAUSE_MS = 900;
const KEEP_MS = 60_000;

export type Impact =
  | { state: "working" }
  | { state: "same" }
  | { state: "changed"; differences: Difference[] }
  | { state: "fails"; message: string }
  | { state: "new" };

export type Outcome = { output: Json; fault?: undefined } | { fault: string; output?: undefined };

type BindingsOf = (sample: Sample, expression: string) => Promise<JsonObject>;

/** For each sample: what the expression makes of it against what the published one does. */
export function useImpact(
  expression: string,
  published: string | null,
  samples: readonly Sample[],
  bindingsOf: BindingsOf,
): Impact[] {
  const [settled] = useDebouncedValue(expression, PAUSE_MS);
  const now = useOutcomes(settled, samples, bindingsOf, published !== null);
  const before = useOutcomes(published ?? "", samples, bindingsOf, published !== null);
  const current = settled === expression;
  return samples.map((_, index) => {
    if (published === null) return { state: "new" };
    return current ? compare(before?.[index], now?.[index]) : { state: "working" };
  });
}

/** One message after another, so that typing never floods the server. */
function useOutcomes(
  expression: string,
  samples: readonly Sample[],
  bindingsOf: BindingsOf,
  enabled: boolean,
): Outcome[] | undefined {
  const query = useQuery({
    queryKey: ["mappings", "outcomes", expression, samples.map((one) => one.execution)],
    queryFn: async ({ signal }) => {
      const outcomes: Outcome[] = [];
      for (const sample of samples) {
        outcomes.push(await outcomeOf(expression, sample, bindingsOf, signal));
      }
      return outcomes;
    },
    enabled: enabled && expression.trim() !== "" && samples.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MS,
    retry: false,
  });
  return query.data;
}

async function outcomeOf(
  expression: string,
  sample: Sample,
  bindingsOf: BindingsOf,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const bindings = await bindingsOf(sample, expression);
    const body = { expression, input: sample.input as Json, bindings };
    return { output: (await previewMapping(body, signal)).output };
  } catch (error) {
    if (signal.aborted) throw error;
    return { fault: asProblem(error).message };
  }
}

export function compare(before: Outcome | undefined, now: Outcome | undefined): Impact {
  if (!before || !now) return { state: "working" };
  if (now.fault !== undefined) {
    return before.fault === now.fault ? { state: "same" } : { state: "fails", message: now.fault };
  }
  if (before.fault !== undefined) {
    return { state: "changed", differences: differences(undefined, now.output) };
  }
  const found = differences(before.output, now.output);
  return found.length === 0 ? { state: "same" } : { state: "changed", differences: found };
}
