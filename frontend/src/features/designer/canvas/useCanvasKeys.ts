import { type KeyboardEvent, type RefObject, useCallback, useEffect } from "react";
import { isTyping } from "@/app/keys";
import { useDesigner } from "../context";
import { type CanvasCommand, commandOf } from "./commands";
import { perform } from "./perform";

interface Options {
  onSave: () => void;
  onConnect: (from: string) => void;
  onAdd: (after: string | null) => void;
  frame: RefObject<HTMLDivElement | null>;
}

/** The designer's keys. Those that change nothing on the canvas hold on the whole page. */
export function useCanvasKeys(options: Options) {
  const designer = useDesigner();
  const { onSave, onConnect, onAdd, frame } = options;

  const run = useCallback(
    (command: CanvasCommand, focused: string | null): boolean =>
      perform(command, focused, { designer, onSave, onConnect, onAdd, frame: frame.current }),
    [designer, onSave, onConnect, onAdd, frame],
  );

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const command = commandOf(strokeOf(event));
      if (!command || event.defaultPrevented) return;
      const idle =
        !isTyping(event.target) && (event.target === document.body || inMain(event.target));
      if (command.do !== "save" && !(GENERAL.has(command.do) && idle)) return;
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

/** Commands that need no node to be focused. */
const GENERAL = new Set([
  "undo",
  "redo",
  "palette",
  "layout",
  "fit",
  "paste",
  "copy",
  "remove",
  "all",
  "clear",
]);

/** On the page itself or on the empty canvas, not in a panel or a dialog. */
const inMain = (target: EventTarget | null) =>
  target instanceof Element && (target.id === "page" || target.closest(".react-flow") !== null);

const strokeOf = (event: KeyboardEvent | globalThis.KeyboardEvent) => ({
  key: event.key,
  control: event.ctrlKey || event.metaKey,
  shift: event.shiftKey,
  alt: event.altKey,
});
