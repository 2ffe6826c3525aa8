/** What each command of the canvas does. */

import type { FlowDefinition } from "@/api/types";
import { layOut } from "@/features/graph/elk";
import { type Direction, neighbour, positionsOf, snap } from "@/features/graph/geometry";
import { nodeIds, TRIGGER } from "@/features/graph/model";
import { notifyProblem, notifyRefusal } from "@/ui/notify";
import type { Designer } from "../context";
import { copied, pasted } from "../model/clipboard";
import { moveSteps, removeParts } from "../model/edit";
import type { DesignerActions, DesignerState } from "../model/store";
import type { CanvasCommand } from "./commands";

export interface Surroundings {
  designer: Designer;
  onSave: () => void;
  onConnect: (from: string) => void;
  /** Asks for the kind of a step to add behind a node, where the palette is not shown. */
  onAdd: (after: string | null) => void;
  frame: HTMLElement | null;
}

interface Situation extends Surroundings {
  state: DesignerState & DesignerActions;
  definition: FlowDefinition;
  /** The node or edge that has the keyboard's focus. */
  focused: string | null;
  isNode: boolean;
  /** What the command is about: the selection, or the focused part outside it. */
  parts: ReadonlySet<string>;
  direction: Direction;
}

/** Does a command; false where it means nothing here. */
export function perform(
  command: CanvasCommand,
  focused: string | null,
  around: Surroundings,
): boolean {
  const { store, readOnly } = around.designer;
  const state = store.getState();
  const definition = state.history.present;
  const alone = focused !== null && !state.selected.has(focused);
  const situation: Situation = {
    ...around,
    state,
    definition,
    focused,
    isNode: focused !== null && nodeIds(definition).includes(focused),
    parts: alone ? new Set([focused]) : state.selected,
    direction: "direction" in command ? command.direction : "right",
  };
  if (readOnly && CHANGING.has(command.do)) return false;
  return COMMANDS[command.do](situation);
}

const CHANGING: ReadonlySet<CanvasCommand["do"]> = new Set([
  "palette",
  "undo",
  "redo",
  "connect",
  "remove",
  "shift",
  "layout",
  "paste",
]);

const COMMANDS: Record<CanvasCommand["do"], (situation: Situation) => boolean> = {
  save: ({ onSave }) => done(onSave()),
  palette: ({ state, parts, isNode, onAdd }) => {
    if (isNode) state.select(parts);
    const search = document.getElementById("palette-search");
    if (search) search.focus();
    else onAdd(isNode ? ([...parts][0] ?? null) : null);
    return true;
  },
  fit: ({ state }) => done(state.fitGraph()),
  move,
  open,
  clear: ({ state }) => done(state.select([]), state.open(null)),
  copy,
  all: ({ state, definition }) =>
    done(state.select(nodeIds(definition).filter((id) => id !== TRIGGER))),
  undo: ({ state }) => done(state.undo()),
  redo: ({ state }) => done(state.redo()),
  connect: ({ isNode, focused, onConnect }) => {
    if (isNode && focused) onConnect(focused);
    return isNode;
  },
  remove: ({ state, definition, parts, designer }) =>
    done(
      state.change(removeParts(definition, parts, designer.kinds)),
      state.select([]),
      state.open(null),
    ),
  shift,
  layout: (situation) => done(void layout(situation).catch(notifyProblem)),
  paste: (situation) => done(void paste(situation)),
};

const done = (..._effects: unknown[]): true => true;

function move({ state, definition, focused, isNode, direction, frame }: Situation): boolean {
  const next = isNode && focused ? neighbour(positionsOf(definition), focused, direction) : null;
  if (next) {
    frame?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(next)}"]`)?.focus();
    state.select([next]);
  }
  return isNode;
}

function open({ state, focused, isNode }: Situation): boolean {
  if (!focused) return false;
  state.select([focused]);
  state.open(isNode ? { kind: "node", id: focused } : { kind: "edge", id: focused });
  // The panel is there after the next paint.
  requestAnimationFrame(() => document.getElementById("designer-panel")?.focus());
  return true;
}

function copy({ definition, parts }: Situation): boolean {
  if (window.getSelection()?.isCollapsed === false) return false;
  const text = copied(definition, parts);
  if (text) void navigator.clipboard.writeText(text).catch(notifyProblem);
  return text !== null;
}

const STEP = 20;
const DELTA: Record<Direction, [number, number]> = {
  left: [-STEP, 0],
  right: [STEP, 0],
  up: [0, -STEP],
  down: [0, STEP],
};

function shift({ state, definition, parts, direction }: Situation): boolean {
  const [dx, dy] = DELTA[direction];
  const places = [...positionsOf(definition)].filter(([id]) => parts.has(id));
  const moved = places.map(
    ([id, place]) => [id, snap({ x: place.x + dx, y: place.y + dy })] as const,
  );
  state.change(moveSteps(definition, new Map(moved)), "shift");
  return true;
}

async function layout({ state, definition, designer }: Situation): Promise<void> {
  const places = await layOut(definition, designer.kinds);
  state.change(moveSteps(definition, places));
  state.fitGraph();
}

async function paste({ state, designer }: Situation): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => "");
  const result = pasted(designer.store.getState().history.present, text);
  if (!result) {
    notifyRefusal("The clipboard holds no steps.");
    return;
  }
  state.change(result[0]);
  state.select(result[1]);
}
