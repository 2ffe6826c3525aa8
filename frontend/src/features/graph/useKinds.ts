import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { stepKindsQuery, triggerKindsQuery } from "@/api/resources/catalogue";
import type { Kind } from "@/api/types";

const byKind = (kinds: Kind[] | undefined) =>
  new Map((kinds ?? []).map((kind) => [kind.kind, kind]));

/** The step and trigger kinds of this installation, by name. */
export function useKinds() {
  const steps = useQuery(stepKindsQuery);
  const triggers = useQuery(triggerKindsQuery);
  const kinds = useMemo(() => byKind(steps.data), [steps.data]);
  const triggerKinds = useMemo(() => byKind(triggers.data), [triggers.data]);
  return {
    kinds,
    triggers: triggerKinds,
    error: steps.error ?? triggers.error,
    pending: steps.isPending || triggers.isPending,
    retry: () => Promise.all([steps.refetch(), triggers.refetch()]),
  };
}
