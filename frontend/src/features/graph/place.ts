/** The place that an error names, in the words of the flow it happened in. */

import type { FlowDefinition, Where } from "@/api/types";
import { nameOf, stepOf, TRIGGER } from "./model";

export interface Place {
  /** "Map order · expression, line 3, column 7" */
  words: string;
  /** The step on the canvas whose settings hold the place; null where it is in the data. */
  step: string | null;
}

const SETTING = /^\$\.steps\[\d+\]\.config\.(?:do\[\d+\]\.config\.)?(.+)$/;
const CONDITION = /^\$\.edges\[(\d+)\]\.when$/;

/** Null where the error names no more than its step, which is shown beside it anyway. */
export function placeIn(where: Where, definition: FlowDefinition): Place | null {
  const { step, path, line, column } = where;
  const spot = [line && `line ${line}`, column && `column ${column}`].filter(Boolean);
  if (!path && spot.length === 0) return null;
  const named = step && path ? partOf(step, path, definition) : null;
  const words = [named ?? (path ? `at ${path}` : ""), ...spot].filter(Boolean).join(", ");
  return { words, step: named && step ? onCanvas(step, definition) : null };
}

function partOf(step: string, path: string, definition: FlowDefinition): string | null {
  const edge = definition.edges[Number(CONDITION.exec(path)?.[1] ?? Number.NaN)];
  if (edge?.from === step) {
    return `Condition of the edge ${nameOf(definition, edge.from)} → ${nameOf(definition, edge.to)}`;
  }
  const setting = stepOf(definition, step.split(".")[0] ?? "") && SETTING.exec(path)?.[1];
  return setting ? `${nameOf(definition, step)} · ${settingOf(setting)}` : null;
}

/** `arguments.lines[0]["$expr"]` as "arguments · lines 1". */
const settingOf = (path: string): string =>
  path
    .replace(/\["\$expr"\]$/, "")
    .replace(/\["([^"]+)"\]/g, ".$1")
    .replace(/\[(\d+)\]/g, (_, index) => ` ${Number(index) + 1}`)
    .replaceAll(".", " · ");

function onCanvas(step: string, definition: FlowDefinition): string | null {
  const outer = step.split(".")[0] ?? "";
  return outer === TRIGGER || stepOf(definition, outer) ? outer : null;
}
