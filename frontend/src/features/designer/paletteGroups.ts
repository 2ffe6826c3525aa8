/** The palette's groups, and the search in it. */

import type { Kind } from "@/api/types";

export interface KindGroup {
  category: string;
  title: string;
  kinds: Kind[];
}

const TITLES: Record<string, string> = {
  data: "Data",
  flow: "Control",
  connections: "Systems",
};

/** Kinds by category, in the order they come; those whose title begins with the text first. */
export function grouped(kinds: readonly Kind[], typed: string): KindGroup[] {
  const text = typed.trim().toLowerCase();
  const found = kinds
    .filter((kind) => `${kind.title} ${kind.kind} ${kind.description}`.toLowerCase().includes(text))
    .sort((a, b) => rank(a, text) - rank(b, text));
  const groups = new Map<string, KindGroup>();
  for (const kind of found) {
    const title = TITLES[kind.category] ?? kind.category;
    const group = groups.get(kind.category) ?? { category: kind.category, title, kinds: [] };
    group.kinds.push(kind);
    groups.set(kind.category, group);
  }
  return [...groups.values()];
}

function rank(kind: Kind, text: string): number {
  if (text === "") return 0;
  if (kind.title.toLowerCase().startsWith(text)) return 0;
  return kind.title.toLowerCase().includes(text) ? 1 : 2;
}
