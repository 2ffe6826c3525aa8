/** What the page at hand adds to the search: places inside it, such as the steps of a flow. */

import { useEffect, useSyncExternalStore } from "react";
import type { Finding } from "./findings";

type Places = readonly Finding[];

const NONE: Places = [];
let now: Places = NONE;
const watchers = new Set<() => void>();

function set(next: Places): void {
  now = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Offers places in the search while the page is shown. */
export function useProvidedPlaces(places: Places): void {
  useEffect(() => {
    set(places);
    return () => set(NONE);
  }, [places]);
}

export const usePlaces = (): Places => useSyncExternalStore(watch, () => now);
