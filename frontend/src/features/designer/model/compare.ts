/** What differs between two versions of a flow, for people to read. Places on the canvas do not count. */

import type { FlowDefinition, Json } from "@/api/types";
import { edgeId, nameOf, OUT, portOf, titleOf } from "@/features/graph/model";
import { differences } from "@/features/mappings/differences";
import type { JsonPath } from "@/ui/json";
import { conditionOf, flowMeaning, stepMeaning } from "./meaning";

export interface FieldChange {
  /** The way through the part: ["config", "cases", 0, "when"]. */
  at: JsonPath;
  /** The same in words: "cases 1 · when". */
  path: string;
  before: string;
  after: string;
}

export interface Change {
  id: string;
  part: "flow" | "step" | "edge";
  what: "added" | "removed" | "changed";
  title: string;
  fields: FieldChange[];
}

export function compareFlows(before: FlowDefinition, after: FlowDefinition): Change[] {
  return [
    ...flowChanges(before, after),
    ...stepChanges(before, after),
    ...edgeChanges(before, after),
  ];
}

function flowChanges(before: FlowDefinition, after: FlowDefinition): Change[] {
  const fields = [...fieldsOf(flowMeaning(before), flowMeaning(after)), ...orderOf(before, after)];
  return fields.length > 0
    ? [{ id: "flow", part: "flow", what: "changed", title: "Flow", fields }]
    : [];
}

/** The order in which the document lists the steps that both have. */
function orderOf(before: FlowDefinition, after: FlowDefinition): FieldChange[] {
  const common = (one: FlowDefinition, other: FlowDefinition) => {
    const there = new Set(other.steps.map((step) => step.id));
    return one.steps.flatMap((step) => (there.has(step.id) ? [step.id] : []));
  };
  const [was, is] = [common(before, after).join("\n"), common(after, before).join("\n")];
  const path = "order of the steps";
  return was === is ? [] : [{ at: [path], path, before: was, after: is }];
}

function stepChanges(before: FlowDefinition, after: FlowDefinition): Change[] {
  const old = new Map(before.steps.map((step) => [step.id, step]));
  const now = new Map(after.steps.map((step) => [step.id, step]));
  const ids = [...now.keys(), ...[...old.keys()].filter((id) => !now.has(id))];
  return ids.flatMap((id): Change[] => {
    const [was, is] = [old.get(id), now.get(id)];
    const shown = is ?? was;
    if (!shown) return [];
    const bare = { ...shown, config: {}, retry: {} };
    const fields = fieldsOf(stepMeaning(was ?? bare), stepMeaning(is ?? bare));
    const what = !was ? "added" : is ? "changed" : "removed";
    if (what === "changed" && fields.length === 0) return [];
    return [{ id, part: "step", what, title: titleOf(shown), fields }];
  });
}

function edgeChanges(before: FlowDefinition, after: FlowDefinition): Change[] {
  const old = new Map(before.edges.map((edge) => [edgeId(edge), edge]));
  const now = new Map(after.edges.map((edge) => [edgeId(edge), edge]));
  const ids = [...now.keys(), ...[...old.keys()].filter((id) => !now.has(id))];
  return ids.flatMap((id): Change[] => {
    const [was, is] = [old.get(id), now.get(id)];
    const edge = is ?? was;
    if (!edge || (was && is && conditionOf(was) === conditionOf(is))) return [];
    const place = is ? after : before;
    const port = portOf(edge) === OUT ? "" : ` (${portOf(edge)})`;
    const title = `${nameOf(place, edge.from)}${port} → ${nameOf(place, edge.to)}`;
    const condition = {
      at: ["when"],
      path: "condition",
      before: conditionOf(was),
      after: conditionOf(is),
    };
    const what = !was ? "added" : is ? "changed" : "removed";
    return [{ id, part: "edge", what, title, fields: what === "changed" ? [condition] : [] }];
  });
}

function fieldsOf(before: Json | undefined, after: Json | undefined): FieldChange[] {
  return differences(before, after).map((one) => ({
    at: one.path,
    path: wordsOf(one.path),
    before: textOf(one.before),
    after: textOf(one.after),
  }));
}

/** ["config", "cases", 0, "when"] as "cases 1 · when". */
const wordsOf = (path: JsonPath): string =>
  path
    .filter((part, index) => part !== "$expr" && !(part === "config" && index === 0))
    .reduce<string>(
      (text, part) =>
        typeof part === "number" ? `${text} ${part + 1}` : text ? `${text} · ${part}` : part,
      "",
    );

const textOf = (value: Json | undefined): string => {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
};
