/** What the search palette offers for what was typed. */

import type { Connection, ExecutionRow, Flow } from "@/api/types";
import { pageOf } from "@/features/flows/page";
import { lookOf, statusOf } from "@/ui/status";
import type { Section } from "../sections";

export interface Finding {
  key: string;
  group: string;
  title: string;
  detail: string;
  path: string;
}

export interface Known {
  sections: readonly Section[];
  flows: readonly Flow[];
  connections: readonly Connection[];
  executions: readonly ExecutionRow[];
  /** Places inside the page at hand. */
  places: readonly Finding[];
}

const IDENTIFIER = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const MOST_PER_GROUP = 6;

/** Case-insensitive; every word typed must occur somewhere in the text. */
export function matches(typed: string, ...texts: (string | null)[]): boolean {
  const text = texts.join(" ").toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function findings(typed: string, known: Known): Finding[] {
  const text = typed.trim();
  return [
    ...identified(text),
    ...known.places
      .filter((place) => text !== "" && matches(text, place.title, place.detail))
      .slice(0, MOST_PER_GROUP),
    ...known.sections
      .filter((section) => matches(text, section.title))
      .map((section) => ({
        key: `section:${section.id}`,
        group: "Sections",
        title: section.title,
        detail: `g ${section.letter}`,
        path: section.path,
      })),
    ...known.flows
      .filter((flow) => matches(text, flow.name, flow.slug, flow.description))
      .slice(0, MOST_PER_GROUP)
      .map((flow) => ({
        key: `flow:${flow.slug}`,
        group: "Flows",
        title: flow.name,
        detail: flow.slug,
        path: pageOf(flow),
      })),
    ...known.connections
      .filter((one) => matches(text, one.name, one.slug, one.system, one.connector))
      .slice(0, MOST_PER_GROUP)
      .map((one) => ({
        key: `connection:${one.slug}`,
        group: "Connections and systems",
        title: one.name,
        detail: [one.connector, one.system].filter(Boolean).join(" · "),
        path: `/connections/${one.slug}`,
      })),
    ...known.executions.slice(0, MOST_PER_GROUP).map((row) => ({
      key: `execution:${row.id}`,
      group: "Executions",
      title: Object.values(row.business_keys).join(", ") || row.id,
      detail: `${row.flow_name} · ${lookOf(statusOf(row)).word}`,
      path: `/executions/${row.id}`,
    })),
    ...inFull(text, known.executions),
  ];
}

/** Where more begin so than are offered, the list of all of them. */
function inFull(text: string, executions: readonly ExecutionRow[]): Finding[] {
  if (executions.length <= MOST_PER_GROUP) return [];
  return [
    {
      key: "executions:all",
      group: "Executions",
      title: `All that begin with “${text}”`,
      detail: "",
      path: `/executions?business_key_prefix=${encodeURIComponent(text)}`,
    },
  ];
}

/** An identifier leads straight to its execution. */
function identified(text: string): Finding[] {
  if (!IDENTIFIER.test(text)) return [];
  return [
    {
      key: `id:${text}`,
      group: "Executions",
      title: `Open execution ${text}`,
      detail: "",
      path: `/executions/${text}`,
    },
  ];
}
