import { useQuery } from "@tanstack/react-query";
import { flowQuery, samplesQuery, versionQuery } from "@/api/resources/flows";
import type { FlowDefinition, Sample } from "@/api/types";
import type { ExpressionPlace } from "@/features/designer/useWorkbench";
import { sourceOf } from "./source";

const NONE: Sample[] = [];
const FRESH_MS = 30_000;

/** The live version's document; null where the flow was never published. */
export function useLiveVersion(slug: string): {
  definition: FlowDefinition | null;
  known: boolean;
} {
  const flow = useQuery(flowQuery(slug));
  const number = flow.data?.live_version ?? null;
  const live = useQuery({ ...versionQuery(slug, number ?? 0), enabled: number !== null });
  return {
    definition: live.data?.definition ?? null,
    known: flow.isSuccess && (number === null || !live.isPending),
  };
}

/** Captured messages for an expression of the working copy, newest first. */
export function useSamples(
  slug: string,
  definition: FlowDefinition,
  place: ExpressionPlace,
  limit = 10,
) {
  const live = useLiveVersion(slug);
  const source = sourceOf(definition, live.definition, place);
  const query = useQuery({
    ...samplesQuery(slug, source, limit),
    enabled: live.known,
    staleTime: FRESH_MS,
    retry: false,
  });
  return {
    samples: query.data ?? NONE,
    pending: query.isPending,
    error: query.error,
    /** The step whose output stands for the input, since no execution has met the step here yet. */
    outputOf: source.output_of ?? null,
  };
}
