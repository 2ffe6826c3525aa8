/** The sections of the console, in the order of the header. */

import {
  type Icon,
  IconBroadcast,
  IconFileCertificate,
  IconKey,
  IconListDetails,
  IconMailX,
  IconPlugConnected,
  IconSchema,
  IconServer2,
  IconUsers,
} from "@tabler/icons-react";
import type { Me } from "@/api/types";

export interface Section {
  /** As `me.sections` names it, letters only. */
  id: string;
  title: string;
  path: string;
  /** Typed after `g`. */
  letter: string;
  icon: Icon;
}

export const SECTIONS: readonly Section[] = [
  { id: "wall", title: "Wall", path: "/wall", letter: "w", icon: IconBroadcast },
  { id: "flows", title: "Flows", path: "/flows", letter: "f", icon: IconSchema },
  {
    id: "executions",
    title: "Executions",
    path: "/executions",
    letter: "e",
    icon: IconListDetails,
  },
  { id: "deadletters", title: "Dead letters", path: "/dead-letters", letter: "d", icon: IconMailX },
  {
    id: "connections",
    title: "Connections",
    path: "/connections",
    letter: "c",
    icon: IconPlugConnected,
  },
  { id: "systems", title: "Systems", path: "/systems", letter: "s", icon: IconServer2 },
  { id: "tokens", title: "Tokens", path: "/tokens", letter: "t", icon: IconKey },
  { id: "people", title: "People", path: "/people", letter: "p", icon: IconUsers },
  { id: "audit", title: "Audit", path: "/audit", letter: "a", icon: IconFileCertificate },
];

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, "");

export const sectionsOf = (me: Me): Section[] => {
  const granted = new Set(me.sections.map(letters));
  return SECTIONS.filter((section) => granted.has(section.id));
};

export const maySee = (me: Me, id: string): boolean =>
  sectionsOf(me).some((section) => section.id === id);

/** Whether the section that holds the page at this path may be seen. */
export const mayOpen = (me: Me, to: string): boolean => {
  const [path = ""] = to.split("?");
  const home = SECTIONS.find((one) => path === one.path || path.startsWith(`${one.path}/`));
  return !home || maySee(me, home.id);
};
