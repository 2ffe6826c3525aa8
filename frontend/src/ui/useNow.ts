import { useSyncExternalStore } from "react";

const EVERY_MS = 5_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = setInterval(tick, EVERY_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** The current time; one clock for the whole page, so that a long table has one timer. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
