import { useEffect, useMemo, useRef, useState } from "react";
import { useMe } from "@/app/session/session";
import { live } from "@/live/connection";
import type { Frame } from "@/live/protocol";
import { useLive, useLiveState } from "@/live/useLive";

/** Someone who has the flow open, in however many windows. */
export interface Person {
  username: string;
  name: string;
  unsaved: boolean;
  windows: number;
}

const NOBODY: readonly Person[] = [];

/** Who else has the flow open now; tells them whether there are unsaved changes here. Nobody while
 * the connection is away, since nothing is known then. */
export function usePresence(slug: string, unsaved: boolean): readonly Person[] {
  const topic = `presence:${slug}`;
  const me = useMe();
  const [people, setPeople] = useState<readonly Person[]>(NOBODY);
  const state = useLiveState();
  const latest = useRef(unsaved);

  useEffect(() => {
    latest.current = unsaved;
    live.mark(topic, unsaved);
  }, [topic, unsaved]);

  useLive(topic, (frame: Frame) => {
    if (frame.kind === "revoked") setPeople(NOBODY);
    if (frame.kind !== "snapshot" && frame.kind !== "delta") return;
    // A new connection knows nothing of this window.
    if (frame.kind === "snapshot" && latest.current) live.mark(topic, true);
    setPeople((frame.data as { people: Person[] }).people);
  });

  return useMemo(
    () => (state === "offline" ? NOBODY : others(people, me.username)),
    [people, me.username, state],
  );
}

/** Everyone but oneself; oneself too where another window has the flow open. */
export const others = (people: readonly Person[], username: string): readonly Person[] =>
  people.filter((one) => one.username !== username || one.windows > 1);
