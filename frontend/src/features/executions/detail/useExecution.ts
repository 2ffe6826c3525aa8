/** One execution: read once, with what the live channel tells of it laid over. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { executionQuery } from "@/api/resources/executions";
import type { ExecutionDetail } from "@/api/types";
import type { Frame } from "@/live/protocol";
import { useLive, useLiveState } from "@/live/useLive";

const POLL_MS = 2_000;

export function useExecution(id: string) {
  const offline = useLiveState() === "offline";
  const [told, setTold] = useState<Partial<ExecutionDetail>>({});
  const query = useQuery({ ...executionQuery(id), refetchInterval: offline ? POLL_MS : false });
  useLive(`execution:${id}`, ({ kind, data }: Frame) => {
    if (kind === "revoked" || kind === "error") query.refetch();
    if (kind === "snapshot") setTold(data as Partial<ExecutionDetail>);
    if (kind === "delta") setTold((before) => ({ ...before, ...(data as object) }));
  });
  useEffect(() => {
    // Off line nothing is told, so what is read counts.
    if (offline) setTold({});
  }, [offline]);
  const execution: ExecutionDetail | undefined = query.data && { ...query.data, ...told };
  return { query, execution };
}
