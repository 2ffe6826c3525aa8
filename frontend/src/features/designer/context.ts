import { createContext, use } from "react";
import { useStore } from "zustand";
import type { FlowDefinition, Problem } from "@/api/types";
import type { Kinds } from "@/features/graph/rules";
import type { DesignerActions, DesignerState, DesignerStore } from "./model/store";

export interface Designer {
  slug: string;
  store: DesignerStore;
  kinds: Kinds;
  triggers: Kinds;
  /** The person may look, not change. */
  readOnly: boolean;
}

export const DesignerContext = createContext<Designer | null>(null);
export const ProblemsContext = createContext<readonly Problem[]>([]);

export function useDesigner(): Designer {
  const designer = use(DesignerContext);
  if (!designer) throw new Error("useDesigner needs a designer above it");
  return designer;
}

/** A part of the canvas's state. */
export function useCanvas<T>(part: (state: DesignerState & DesignerActions) => T): T {
  return useStore(useDesigner().store, part);
}

/** The working copy. */
export const useDefinition = (): FlowDefinition => useCanvas((state) => state.history.present);

export const useProblems = (): readonly Problem[] => use(ProblemsContext);
