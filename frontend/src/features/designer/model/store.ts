/** The canvas's own state: the working copy with its history, what is selected, what is open.
 * What the server says (draft, problems, kinds) stays in the query cache. */

import { createStore } from "zustand";
import type { FlowDefinition, Position } from "@/api/types";
import { begin, commit, type History, redo, undo } from "./history";

export type Panel =
  | { kind: "node"; id: string; field?: string }
  | { kind: "edge"; id: string }
  | { kind: "flow"; field?: string }
  | null;

export interface DesignerState {
  history: History;
  selected: ReadonlySet<string>;
  panel: Panel;
  /** Places of nodes while they are dragged; committed when dropped. */
  moving: ReadonlyMap<string, Position> | null;
  dropEdge: string | null;
  /** Counts fit requests: the canvas fits the graph when it changes. */
  fits: number;
}

export interface DesignerActions {
  change: (next: FlowDefinition, tag?: string | null) => void;
  undo: () => void;
  redo: () => void;
  /** Replaces the working copy, forgetting its history. */
  load: (definition: FlowDefinition) => void;
  select: (ids: Iterable<string>) => void;
  open: (panel: Panel) => void;
  drag: (moving: ReadonlyMap<string, Position> | null, dropEdge?: string | null) => void;
  fitGraph: () => void;
}

export type DesignerStore = ReturnType<typeof createDesignerStore>;

/** `changed`: unsaved work on it that is taken up again, as the one change there is to undo. */
export function createDesignerStore(definition: FlowDefinition, changed = definition) {
  return createStore<DesignerState & DesignerActions>()((set) => ({
    history: commit(begin(definition), changed),
    selected: new Set<string>(),
    panel: null,
    moving: null,
    dropEdge: null,
    fits: 0,
    change: (next, tag = null) => set((state) => ({ history: commit(state.history, next, tag) })),
    undo: () => set((state) => ({ history: undo(state.history) })),
    redo: () => set((state) => ({ history: redo(state.history) })),
    load: (next) =>
      set({ history: begin(next), selected: new Set(), panel: null, moving: null, dropEdge: null }),
    select: (ids) => set({ selected: new Set(ids) }),
    open: (panel) => set({ panel }),
    drag: (moving, dropEdge = null) => set({ moving, dropEdge }),
    fitGraph: () => set((state) => ({ fits: state.fits + 1 })),
  }));
}
