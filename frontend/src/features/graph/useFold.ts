import { useStore } from "@xyflow/react";
import { useMemo } from "react";
import type { FlowDefinition } from "@/api/types";
import { type Folded, foldFor } from "./fold";
import type { Kinds } from "./rules";

const STRAIGHT: Folded["bends"] = new Map();

/** The graph as it is to be shown in the room there is. */
export function useFold(definition: FlowDefinition, kinds: Kinds, wanted: boolean): Folded {
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  return useMemo(
    () =>
      wanted ? foldFor(definition, kinds, { width, height }) : { definition, bends: STRAIGHT },
    [definition, kinds, wanted, width, height],
  );
}
