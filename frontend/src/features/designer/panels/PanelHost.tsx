import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { Flow } from "@/api/types";
import { stepOf, TRIGGER } from "@/features/graph/model";
import { focusNode } from "../canvas/focus";
import { useCanvas, useDefinition } from "../context";
import { EdgePanel } from "./EdgePanel";
import { FlowPanel } from "./FlowPanel";
import classes from "./panels.module.css";
import { StepPanel } from "./StepPanel";
import { TriggerPanel } from "./TriggerPanel";

/** The panel at the right: what is selected, or the flow itself. Escape closes it. */
export function PanelHost({ flow }: { flow: Flow }) {
  const panel = useCanvas((state) => state.panel);
  const open = useCanvas((state) => state.open);
  const host = useRef<HTMLElement>(null);

  useEffect(() => {
    const field = panel && "field" in panel ? panel.field : undefined;
    if (field !== undefined) focusField(host.current, field);
  }, [panel]);

  const close = () => {
    open(null);
    if (panel?.kind === "node") focusNode(panel.id);
  };

  return (
    <aside
      ref={host}
      id="designer-panel"
      tabIndex={-1}
      className={classes.panel}
      aria-label="Settings"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <ActionIcon className={classes.close} aria-label="Close the panel" onClick={close}>
        <IconX size={16} />
      </ActionIcon>
      <Content flow={flow} />
    </aside>
  );
}

function Content({ flow }: { flow: Flow }) {
  const panel = useCanvas((state) => state.panel);
  const definition = useDefinition();
  if (!panel) return null;
  if (panel.kind === "flow") return <FlowPanel flow={flow} />;
  if (panel.kind === "edge") return <EdgePanel key={panel.id} id={panel.id} />;
  if (panel.id === TRIGGER) return <TriggerPanel flow={flow} />;
  const step = stepOf(definition, panel.id);
  return step ? <StepPanel key={step.id} step={step} /> : null;
}

/** Brings the field a problem belongs to into sight; the nearest one above it that there is. */
function focusField(host: HTMLElement | null, path: string) {
  for (let at = path; ; at = at.replace(/(?:\.|\[)?[^.[]*$/, "")) {
    const found = host?.querySelector<HTMLElement>(`[data-path="${CSS.escape(at)}"]`);
    const target = found?.matches("input, textarea")
      ? found
      : found?.querySelector<HTMLElement>("input, textarea, .cm-content");
    if (target) {
      target.scrollIntoView({ block: "center" });
      target.focus();
      return;
    }
    if (at === "") return host?.focus();
  }
}
