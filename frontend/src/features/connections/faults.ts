/** Which field each problem of a refused connection belongs to. */

import { useMemo } from "react";
import { asProblem } from "@/api/problem";
import type { Problem } from "@/api/types";
import { type FaultMap, faultsByPath, messagesAt } from "@/ui/forms/faults";

const CONFIG = "config.";
const FIELDS = /^(slug|name|system|max_concurrency|requests_per_minute|secrets\.[a-z0-9_]+)$/;

export function useFaults(error: unknown) {
  return useMemo(() => {
    const problems = error ? asProblem(error).problems : [];
    const all = faultsByPath(problems, (path) => path);
    const inConfig: FaultMap = faultsByPath(problems, (path) =>
      path.startsWith(CONFIG) ? path.slice(CONFIG.length) : null,
    );
    return { at: (path: string) => messagesAt(all, path), inConfig };
  }, [error]);
}

/** Problems that no field shows. */
export const elsewhere = (problems: readonly Problem[]) =>
  problems.filter(({ where }) => {
    const path = where?.path ?? "";
    return !FIELDS.test(path) && (!path.startsWith(CONFIG) || path === `${CONFIG}(root)`);
  });
