/** How all flows stand: told by the live channel, read from the API without it. */

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountingQuery } from "@/api/resources/executions";
import { flowsQuery } from "@/api/resources/flows";
import { useLive, useLiveState } from "@/live/useLive";
import type { WallData } from "./harm";

const POLL_MS = 2_000;

export function useWall() {
  const offline = useLiveState() === "offline";
  const [told, setTold] = useState<WallData | null>(null);
  const refetchInterval = offline ? POLL_MS : false;
  const flows = useQuery({ ...flowsQuery(), refetchInterval });
  const accounting = useQuery({ ...accountingQuery(), refetchInterval });
  useLive("wall", ({ kind, data }) => {
    if (kind === "snapshot" || kind === "delta") setTold(data as WallData);
  });
  const current = offline ? null : told;
  return {
    flows: current?.flows ?? (offline ? flows.data?.results : undefined),
    accounting: current?.accounting ?? accounting.data,
    error: flows.isLoadingError && !current ? flows.error : null,
    retry: () => flows.refetch(),
  };
}
