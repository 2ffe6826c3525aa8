/** The problems of a form's value, by the path of the field they belong to. */

import type { Problem } from "@/api/types";

export type FaultMap = ReadonlyMap<string, readonly Problem[]>;

export const NO_FAULTS: FaultMap = new Map();

/** "cases[0].when": a path inside the value, the way the API's JSON paths end. */
export function childPath(path: string, name: string | number): string {
  if (typeof name === "number") return `${path}[${name}]`;
  return path ? `${path}.${name}` : name;
}

/** Groups problems by path; `strip` takes what stands before the form's root off. */
export function faultsByPath(
  problems: readonly Problem[],
  strip: (path: string) => string | null,
): FaultMap {
  const map = new Map<string, Problem[]>();
  for (const problem of problems) {
    const path = strip(problem.where?.path ?? "");
    if (path === null) continue;
    map.set(path, [...(map.get(path) ?? []), problem]);
  }
  return map;
}

export const messagesAt = (faults: FaultMap, path: string): string | undefined => {
  const found = faults.get(path);
  return found?.map((fault) => sentence([fault.message, fault.hint])).join(" ");
};

/** The same with what lies below the path: for a field that shows a whole value at once. */
export function messagesFrom(faults: FaultMap, path: string): string | undefined {
  const paths = [...faults.keys()].filter(
    (one) => one === path || one.startsWith(`${path}.`) || one.startsWith(`${path}[`),
  );
  return paths.map((one) => messagesAt(faults, one)).join(" ") || undefined;
}

/** "connection is missing." begins with a name; under its field it is a sentence. */
const sentence = (parts: (string | null | undefined)[]): string => {
  const text = parts.filter(Boolean).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};
