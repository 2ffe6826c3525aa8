/** Following a topic from a component. */

import { useEffect, useRef, useSyncExternalStore } from "react";
import { type LiveState, live } from "./connection";
import type { Frame } from "./protocol";

/** Calls `onFrame` with every frame of `topic` while mounted; null follows nothing. */
export function useLive(topic: string | null, onFrame: (frame: Frame) => void): void {
  const latest = useRef(onFrame);
  useEffect(() => {
    latest.current = onFrame;
  });
  useEffect(() => {
    if (topic === null) return;
    return live.follow(topic, (frame) => latest.current(frame));
  }, [topic]);
}

export const useLiveState = (): LiveState => useSyncExternalStore(live.watch, live.current);
