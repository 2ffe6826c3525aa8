/** ELK in a worker of its own, loaded when a layout is first asked for. */

import type { ELK } from "elkjs/lib/elk-api";
import type { FlowDefinition, Position } from "@/api/types";
import { fromElk, toElk } from "./layout";
import type { Kinds } from "./rules";

let engine: Promise<ELK> | undefined;

async function load(): Promise<ELK> {
  const [{ default: Elk }, { default: workerUrl }] = await Promise.all([
    import("elkjs/lib/elk-api"),
    import("elkjs/lib/elk-worker.min.js?url"),
  ]);
  return new Elk({ workerUrl });
}

export async function layOut(
  definition: FlowDefinition,
  kinds: Kinds,
): Promise<Map<string, Position>> {
  engine ??= load();
  const elk = await engine;
  return fromElk(await elk.layout(toElk(definition, kinds)));
}
