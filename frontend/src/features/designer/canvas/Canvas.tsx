import "@xyflow/react/dist/base.css";
import "@/features/graph/canvas.css";
import {
  Background,
  ConnectionMode,
  Controls,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  ReactFlow,
  SelectionMode,
} from "@xyflow/react";
import { type DragEvent, useCallback, useMemo, useRef, useState } from "react";
import { EdgeActions } from "@/features/graph/EdgeActions";
import { type StepNode, toEdges, toNodes } from "@/features/graph/elements";
import { EDGE_TYPES, NODE_TYPES } from "@/features/graph/FlowGraph";
import { FIT } from "@/features/graph/viewport";
import { EmptyState } from "@/ui/states";
import { useCanvas, useDefinition, useDesigner, useProblems } from "../context";
import { problemCounts } from "../model/places";
import { KIND_TYPE } from "../Palette";
import classes from "./Canvas.module.css";
import { ConnectDialog } from "./ConnectDialog";
import { focusNode } from "./focus";
import { GoesOn } from "./GoesOn";
import { type Adding, QuickAdd } from "./QuickAdd";
import { useCanvasKeys } from "./useCanvasKeys";
import { useConnecting } from "./useConnecting";
import { useDragging } from "./useDragging";
import { useDropping } from "./useDropping";
import { useView } from "./useView";

/** The editable graph. Everything drawn here is the working copy; nothing is kept besides it. */
export function Canvas({ onSave }: { onSave: () => void }) {
  const frame = useRef<HTMLDivElement>(null);
  const { store, kinds, triggers, readOnly } = useDesigner();
  const definition = useDefinition();
  const selected = useCanvas((state) => state.selected);
  const moving = useCanvas((state) => state.moving);
  const dropEdge = useCanvas((state) => state.dropEdge);
  const problems = useProblems();
  const [adding, setAdding] = useState<Adding | null>(null);
  const [connectFrom, setConnectFrom] = useState<string | null>(null);
  const { onFit, onZoom, onMoveEnd, placed } = useView();

  const marks = useMemo(() => {
    const counts = problemCounts(problems, definition);
    return new Map([...counts].map(([id, count]) => [id, { problems: count }]));
  }, [problems, definition]);
  const view = useMemo(
    () => ({
      kinds,
      triggers,
      editable: !readOnly,
      selected,
      marks,
      moving: moving ?? undefined,
      dropEdge,
    }),
    [kinds, triggers, readOnly, selected, marks, moving, dropEdge],
  );
  const nodes = useMemo(() => toNodes(definition, view), [definition, view]);
  const edges = useMemo(() => toEdges(definition, view), [definition, view]);

  const dragging = useDragging();
  const dropping = useDropping();
  const connecting = useConnecting(setAdding);
  const addBehind = useCallback((after: string | null) => setAdding({ after }), []);
  const keys = useCanvasKeys({ onSave, onConnect: setConnectFrom, onAdd: addBehind, frame });
  const onSelect = useCallback(
    (changes: (NodeChange<StepNode> | EdgeChange)[]) => {
      const picks = changes.filter((change) => change.type === "select");
      if (picks.length === 0) return;
      const next = new Set(store.getState().selected);
      for (const { id, selected: on } of picks) on ? next.add(id) : next.delete(id);
      store.getState().select(next);
    },
    [store],
  );
  const actions = useMemo(
    () => (readOnly ? {} : { insert: (edge: string) => setAdding({ edge }) }),
    [readOnly],
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the nodes inside, which take the focus
    <div
      ref={frame}
      className={classes.canvas}
      onKeyDown={keys}
      onDragOver={(event: DragEvent) =>
        event.dataTransfer.types.includes(KIND_TYPE) && dropping.over(event)
      }
      onDragLeave={dropping.leave}
      onDrop={dropping.drop}
    >
      <EdgeActions value={actions}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onSelect}
          onEdgesChange={onSelect}
          onNodeDrag={dragging.drag}
          onNodeDragStop={dragging.stop}
          onSelectionDrag={dragging.dragSelection}
          onSelectionDragStop={dragging.stopSelection}
          onNodeClick={(_, node) => store.getState().open({ kind: "node", id: node.id })}
          onEdgeClick={(_, edge) => store.getState().open({ kind: "edge", id: edge.id })}
          onPaneClick={() => store.getState().open(null)}
          onConnect={connecting.connect}
          onConnectEnd={connecting.end}
          isValidConnection={connecting.allowed}
          connectionMode={ConnectionMode.Strict}
          connectionRadius={28}
          nodesConnectable={!readOnly}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionMode={SelectionMode.Partial}
          multiSelectionKeyCode={["Control", "Meta"]}
          onMoveEnd={onMoveEnd}
          data-placing={!placed || undefined}
          minZoom={0.2}
          proOptions={{ hideAttribution: true }}
          aria-label="Graph of the flow. Arrow keys move between steps, Enter opens one."
        >
          <Background gap={20} size={1.5} />
          <Controls
            showInteractive={false}
            position="bottom-left"
            aria-label="Zoom"
            onZoomIn={onZoom}
            onZoomOut={onZoom}
            onFitView={onFit}
            fitViewOptions={FIT}
          />
          <MiniMap pannable zoomable position="bottom-right" ariaLabel="Overview of the graph" />
        </ReactFlow>
      </EdgeActions>
      {placed && <GoesOn onGo={onZoom} />}
      {definition.steps.length === 0 && (
        <div className={classes.hint}>
          <EmptyState title="Begin with a step">
            Drag one from the palette onto the canvas, or press A, type its name and press Enter. It
            is connected to the trigger by itself.
          </EmptyState>
        </div>
      )}
      <QuickAdd adding={adding} onClose={() => setAdding(null)} />
      <ConnectDialog
        from={connectFrom}
        onClose={() => {
          if (connectFrom) focusNode(connectFrom);
          setConnectFrom(null);
        }}
      />
    </div>
  );
}
