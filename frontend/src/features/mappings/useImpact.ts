import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";
import { previewMapping } from "@/api/resources/mappings";
import type { Json, JsonObject, Sample } from "@/api/types";
import { type Difference, differences } from "./differences";
import { keyOf } from "./source";

const PAUSE_MS = 900;
const KEEP_MS = 60_000;

export type Impact =
  | { state: "working" }
  /** Not compared: the text cannot be read, or the server could not be asked. */
  | { state: "none" }
  | { state: "same" }
  | { state: "changed"; differences: Difference[] }
  | { state: "fails"; message: string }
  | { state: "new" };

export type Outcome = { output: Json; fault?: undefined } | { fault: string; output?: undefined };

type BindingsOf = (sample: Sample, expression: string) => Promise<JsonObject>;

/** For each sample: what the expression makes of it against what the published one does. The text
 * is compared when it has settled and can be read (`compiles`), so that typing costs nothing. */
export function useImpact(
  expression: string,
  published: string | null,
  compiles: boolean | null,
  samples: readonly Sample[],
  bindingsOf: BindingsOf,
): Impact[] {
  const [settled] = useDebouncedValue(expression, PAUSE_MS);
  const current = settled === expression;
  const unchanged = expression === published;
  const compared = published !== null && !unchanged;
  const now = useOutcomes(settled, samples, bindingsOf, compared && current && compiles === true);
  const before = useOutcomes(published ?? "", samples, bindingsOf, compared);
  return samples.map((_, index): Impact => {
    if (published === null) return { state: "new" };
    if (unchanged) return { state: "same" };
    if (compiles === false || expression.trim() === "") return { state: "none" };
    if (!current || compiles === null) return { state: "working" };
    if (now.failed || before.failed) return { state: "none" };
    return compare(before.outcomes?.[index], now.outcomes?.[index]);
  });
}

/** One message after another, so that typing never floods the server. */
function useOutcomes(
  expression: string,
  samples: readonly Sample[],
  bindingsOf: BindingsOf,
  enabled: boolean,
): { outcomes: Outcome[] | undefined; failed: boolean } {
  const query = useQuery({
    queryKey: ["mappings", "outcomes", expression, samples.map(keyOf)],
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
  return { outcomes: enabled ? query.data : undefined, failed: query.isError };
}

async function outcomeOf(
  expression: string,
  sample: Sample,
  bindingsOf: BindingsOf,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const bindings = await bindingsOf(sample, expression);
    const body = { expression, input: sample.input, bindings };
    return { output: (await previewMapping(body, signal)).output };
  } catch (error) {
    const problem = asProblem(error);
    if (signal.aborted || !problem.code.startsWith("mapping.")) throw error;
    return { fault: problem.message };
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
