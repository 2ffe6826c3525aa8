import {
  type Icon,
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
} from "@tabler/icons-react";
import { useReactFlow, useStore } from "@xyflow/react";
import { useMemo } from "react";
import { type Beyond, beyond, type Side, towards } from "@/features/graph/beyond";
import { boundsOf, boxesOf } from "@/features/graph/geometry";
import { countOf } from "@/ui/time";
import { useDefinition, useDesigner } from "../context";
import { focusNode } from "./focus";
import classes from "./GoesOn.module.css";

const ICONS: Record<Side, Icon> = {
  left: IconArrowLeft,
  right: IconArrowRight,
  above: IconArrowUp,
  below: IconArrowDown,
};
const WHERE: Record<Side, string> = {
  left: "to the left",
  right: "to the right",
  above: "above",
  below: "below",
};

/** A quiet sign at each edge of the canvas behind which the graph goes on; it leads there. */
export function GoesOn({ onGo }: { onGo: () => void }) {
  const { kinds } = useDesigner();
  const definition = useDefinition();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const [x, y, zoom] = useStore((state) => state.transform);
  const { setViewport } = useReactFlow();
  const boxes = useMemo(() => boxesOf(definition, kinds), [definition, kinds]);
  const room = { width, height };
  const view = { x, y, zoom };

  const go = ({ side, next }: Beyond) => {
    const box = boxes.get(next);
    if (!box) return;
    onGo();
    void setViewport(towards(side, box, boundsOf(boxes), room, view));
    // The sign may be gone then, and the keyboard goes on from what it led to.
    focusNode(next);
  };

  return beyond(boxes, room, view).map((found) => {
    const { side, count } = found;
    const Arrow = ICONS[side];
    return (
      <button
        key={side}
        type="button"
        className={classes.sign}
        data-side={side}
        aria-label={`The graph goes on ${WHERE[side]}: ${countOf(count, "node")} out of sight`}
        onClick={() => go(found)}
      >
        {side !== "right" && <Arrow size={14} aria-hidden />}
        goes on
        {side === "right" && <Arrow size={14} aria-hidden />}
      </button>
    );
  });
}
