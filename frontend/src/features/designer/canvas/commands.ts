/** Which command a key press on the canvas means. */

import type { Direction } from "@/features/graph/geometry";

export type CanvasCommand =
  | { do: "move"; direction: Direction }
  | { do: "shift"; direction: Direction }
  | { do: "open" | "remove" | "undo" | "redo" | "copy" | "paste" | "all" | "save" }
  | { do: "connect" | "palette" | "layout" | "fit" | "clear" };

const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

const PLAIN: Record<string, CanvasCommand> = {
  Enter: { do: "open" },
  Delete: { do: "remove" },
  Backspace: { do: "remove" },
  Escape: { do: "clear" },
  a: { do: "palette" },
  c: { do: "connect" },
  l: { do: "layout" },
  f: { do: "fit" },
};

const WITH_CONTROL: Record<string, CanvasCommand> = {
  z: { do: "undo" },
  y: { do: "redo" },
  c: { do: "copy" },
  v: { do: "paste" },
  a: { do: "all" },
  s: { do: "save" },
};

export interface Stroke {
  key: string;
  control: boolean;
  shift: boolean;
  alt: boolean;
}

/** Arrows move between nodes, with Alt they move the node itself. */
export function commandOf({ key, control, shift, alt }: Stroke): CanvasCommand | null {
  const direction = ARROWS[key];
  if (direction && !control) return { do: alt ? "shift" : "move", direction };
  if (control) {
    if (shift && key.toLowerCase() === "z") return { do: "redo" };
    return WITH_CONTROL[key.toLowerCase()] ?? null;
  }
  if (alt) return null;
  return PLAIN[key.length === 1 ? key.toLowerCase() : key] ?? null;
}
