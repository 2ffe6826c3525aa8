import { type KeyboardEvent, type RefObject, useCallback, useEffect } from "react";
import { isTyping } from "@/app/keys";
import { layOut } from "@/features/graph/elk";
import { type Direction, neighbour, positionsOf, snap } from "@/features/graph/geometry";
import { nodeIds, TRIGGER } from "@/features/graph/model";
import { notifyProblem, notifyRefusal } from "@/ui/notify";
import { type Designer, useDesigner } from "../context";
import { copied, pasted } from "../model/clipboard";
import { moveSteps, removeParts } from "../model/edit";
import { type CanvasCommand, commandOf } from "./commands";

interface Options {
  onSave: () => void;
  onConnect: (from: string) => void;
  frame: RefObject<HTMLDivElement | null>;
}

const STEP = 20;
const DELTA: Record<Direction, [number, number]> = {
  left: [-STEP, 0],
  right: [STEP, 0],
  up: [0, -STEP],
  down: [0, STEP],
};

/** The designer's keys. Those that change nothing on the canvas hold on the whole page. */
export function useCanvasKeys(options: Options) {
  const designer = useDesigner();
  const { onSave, onConnect, frame } = options;

  const run = useCallback(
    (command: CanvasCommand, focused: string | null): boolean =>
      perform(command, focused, { designer, onSave, onConnect, frame: frame.current }),
    [designer, onSave, onConnect, frame],
  );

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const command = commandOf(strokeOf(event));
      if (!command) return;
      const anywhere = command.do === "save";
      const idle =
        !isTyping(event.target) && (event.target === document.body || inMain(event.target));
      const general = ["undo", "redo", "palette", "layout", "fit", "paste"].includes(command.do);
      if (!anywhere && !(general && idle && !event.defaultPrevented)) return;
      if (run(command, null)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [run]);

  return useCallback(
    (event: KeyboardEvent) => {
      const part = (event.target as Element).closest(".react-flow__node, .react-flow__edge");
      const id = part?.getAttribute("data-id");
      if (!id || isTyping(event.target)) return;
      const command = commandOf(strokeOf(event));
      if (command && run(command, id)) event.preventDefault();
    },
    [run],
  );
}

const inMain = (target: EventTarget | null) => target instanceof Element && target.id === "page";

const strokeOf = (event: KeyboardEvent | globalThis.KeyboardEvent) => ({
  key: event.key,
  control: event.ctrlKey || event.metaKey,
  shift: event.shiftKey,
  alt: event.altKey,
});

interface Surroundings {
  designer: Designer;
  onSave: () => void;
  onConnect: (from: string) => void;
  frame: HTMLElement | null;
}

/** Does a command; false where it means nothing here. */
function perform(command: CanvasCommand, focused: string | null, around: Surroundings): boolean {
  const { designer, frame } = around;
  const { store, kinds, readOnly } = designer;
  const state = store.getState();
  const definition = state.history.present;
  const isNode = focused !== null && nodeIds(definition).includes(focused);
  const chosen = new Set(state.selected.size > 0 ? state.selected : focused ? [focused] : []);

  switch (command.do) {
    case "save":
      around.onSave();
      return true;
    case "palette":
      document.getElementById("palette-search")?.focus();
      return true;
    case "fit":
      state.fitGraph();
      return true;
    case "move": {
      const next = isNode ? neighbour(positionsOf(definition), focused, command.direction) : null;
      if (next) focusNode(frame, next);
      if (next) state.select([next]);
      return isNode;
    }
    case "open":
      if (!focused) return false;
      state.select([focused]);
      state.open(isNode ? { kind: "node", id: focused } : { kind: "edge", id: focused });
      focusPanel();
      return true;
    case "clear":
      state.select([]);
      state.open(null);
      return true;
    case "copy": {
      const text = copied(definition, chosen);
      if (text) void navigator.clipboard.writeText(text).catch(notifyProblem);
      return text !== null;
    }
    case "all":
      state.select(nodeIds(definition).filter((id) => id !== TRIGGER));
      return true;
    default:
      return readOnly ? false : change(command, focused, chosen, around);
  }

  function change(
    one: CanvasCommand,
    at: string | null,
    parts: ReadonlySet<string>,
    { onConnect }: Surroundings,
  ): boolean {
    switch (one.do) {
      case "undo":
        state.undo();
        return true;
      case "redo":
        state.redo();
        return true;
      case "connect":
        if (isNode && at) onConnect(at);
        return isNode;
      case "remove":
        state.change(removeParts(definition, parts, kinds));
        state.select([]);
        state.open(null);
        return true;
      case "shift":
        shift(one.direction, parts);
        return true;
      case "layout":
        void layOut(definition, kinds)
          .then((places) => {
            state.change(moveSteps(definition, places));
            state.fitGraph();
          })
          .catch(notifyProblem);
        return true;
      case "paste":
        void paste();
        return true;
      default:
        return false;
    }
  }

  function shift(direction: Direction, parts: ReadonlySet<string>) {
    const [dx, dy] = DELTA[direction];
    const places = new Map(
      [...positionsOf(definition)]
        .filter(([id]) => parts.has(id))
        .map(([id, place]) => [id, snap({ x: place.x + dx, y: place.y + dy })]),
    );
    state.change(moveSteps(definition, places), "shift");
  }

  async function paste() {
    const text = await navigator.clipboard.readText().catch(() => "");
    const result = pasted(store.getState().history.present, text);
    if (!result) return notifyRefusal("The clipboard holds no steps.");
    state.change(result[0]);
    state.select(result[1]);
  }
}

function focusNode(frame: HTMLElement | null, id: string) {
  frame?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus();
}

/** The panel is there after the next paint. */
function focusPanel() {
  requestAnimationFrame(() => document.getElementById("designer-panel")?.focus());
}
