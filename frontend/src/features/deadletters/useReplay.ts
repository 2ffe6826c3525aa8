import { useState } from "react";
import { replayLetters } from "@/api/resources/deadletters";
import type { DeadLetterGroup, Replayed } from "@/api/types";
import { useRedrives } from "./redrives";

/** Replays a group, or some of it, with the live version; ``done`` counts while it goes on. What was
 * begun is noted, also where a later portion fails. */
export function useReplay(group: DeadLetterGroup, executions: string[] | undefined) {
  const [done, setDone] = useState(0);
  const { note } = useRedrives();
  const run = async (): Promise<number> => {
    const begun: string[] = [];
    const refused: Replayed["refused"] = [];
    setDone(0);
    try {
      await replayLetters(group.id, executions, (portion) => {
        begun.push(...portion.executions);
        refused.push(...portion.refused);
        setDone(begun.length + refused.length);
      });
    } finally {
      if (begun.length + refused.length > 0)
        note({
          at: Date.now(),
          flow: group.flow_name,
          cause: group.message,
          executions: begun,
          replayed: true,
          refused: refused[0] && { number: refused.length, why: whyOf(refused[0]) },
        });
    }
    return begun.length;
  };
  return { run, done };
}

const whyOf = ({ message, hint }: Replayed["refused"][number]) =>
  [message, hint].filter(Boolean).join(" ");
