import { useEffect, useRef } from "react";
import { type Command, isTyping, readPress, type Waiting } from "./keys";

/** Hands the console's global key commands to `onCommand`. */
export function useKeys(onCommand: (command: NonNullable<Command>) => void) {
  const waiting = useRef<Waiting>({ since: null });
  const handler = useRef(onCommand);
  handler.current = onCommand;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const press = {
        key: event.key,
        at: event.timeStamp,
        typing: isTyping(event.target),
        modified: event.ctrlKey || event.metaKey || event.altKey,
      };
      const [next, command] = readPress(waiting.current, press);
      waiting.current = next;
      if (!command) return;
      event.preventDefault();
      handler.current(command);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
