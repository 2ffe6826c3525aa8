import { useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { FlowDefinition } from "@/api/types";
import { FOLD_PADDING } from "./fold";
import { boundsOf, boxesOf } from "./geometry";
import { TRIGGER } from "./model";
import type { Kinds } from "./rules";
import { type Fitting, inSight, wholeGraph } from "./viewport";

/** What runs is read at a larger size: long graphs are folded instead. */
const LEAST = 0.7;
const FOLDED: Fitting = { least: LEAST, part: LEAST, padding: FOLD_PADDING };

/** Shows the whole graph, or its start where that cannot be read; and then what is chosen. */
export function useFitted(definition: FlowDefinition, kinds: Kinds, selected: string | null) {
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const { getViewport, setViewport } = useReactFlow();
  const fitted = useRef("");
  const shown = useRef(selected);
  useEffect(() => {
    if (width === 0 || height === 0) return;
    const boxes = boxesOf(definition, kinds);
    const node = (selected && boxes.get(selected)) || null;
    const room = { width, height };
    const size = `${width} ${height} ${boxes.size}`;
    const again = fitted.current !== size;
    fitted.current = size;
    const chosen = shown.current !== selected;
    shown.current = selected;
    if (again) {
      const start = boxes.get(TRIGGER) ?? null;
      void setViewport(wholeGraph(boundsOf(boxes), room, start, node, FOLDED));
    } else if (node && chosen) void setViewport(inSight(node, room, getViewport()));
  }, [definition, kinds, selected, width, height, getViewport, setViewport]);
}
