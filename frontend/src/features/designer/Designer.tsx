import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { ReactFlowProvider } from "@xyflow/react";
import { useState } from "react";
import type { DraftWithTag } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { Workbench } from "@/features/mappings/Workbench";
import { Canvas } from "./canvas/Canvas";
import { ProblemsContext, useCanvas, useDefinition, useDesigner } from "./context";
import classes from "./Designer.module.css";
import { Palette } from "./Palette";
import { ProblemsPanel } from "./ProblemsPanel";
import { PanelHost } from "./panels/PanelHost";
import { StatusBar } from "./StatusBar";
import { LeaveGuard } from "./save/LeaveGuard";
import { StaleDialog } from "./save/StaleDialog";
import { useDraft } from "./save/useDraft";
import { Toolbar } from "./Toolbar";
import { useStepSearch } from "./useStepSearch";
import { useValidation } from "./useValidation";
import { useWorkbench } from "./useWorkbench";

/** Palette, canvas, panel, problems and status around one working copy. All of it is loaded with the
 * page: with unsaved changes at stake no part may turn out to be missing later. */
export function Designer({ flow, draft }: { flow: Flow; draft: DraftWithTag }) {
  useDocumentTitle(`${flow.name} · Fairlead`);
  const definition = useDefinition();
  const validation = useValidation(flow.slug, definition, draft);
  const saving = useDraft(draft);
  const panel = useCanvas((state) => state.panel);
  const open = useCanvas((state) => state.open);
  const { readOnly } = useDesigner();
  const [palette, setPalette] = useState(!readOnly);
  const workbench = useWorkbench();
  useStepSearch();
  // Beside a panel a narrow window has room for the canvas alone.
  const narrow = useMediaQuery("(max-width: 1200px)", false, { getInitialValueInEffect: false });
  const shown = palette && !(narrow && panel !== null);

  const togglePalette = () => {
    if (palette && !shown) open(null);
    else setPalette(!palette);
  };

  return (
    <ProblemsContext value={validation.problems}>
      <ReactFlowProvider>
        <div className={classes.designer}>
          <Toolbar
            flow={flow}
            draft={draft}
            saving={saving}
            validation={validation}
            palette={shown}
            onPalette={togglePalette}
          />
          <div className={classes.middle} data-palette={shown || undefined}>
            {shown && <Palette />}
            <div className={classes.centre}>
              <Canvas onSave={saving.save} />
              <ProblemsPanel validation={validation} />
            </div>
            {panel && <PanelHost flow={flow} />}
          </div>
          <StatusBar flow={flow} draft={draft} saving={saving} validation={validation} />
        </div>
        {workbench.place && (
          <Workbench
            flow={flow}
            place={workbench.place}
            saving={saving}
            onClose={workbench.close}
          />
        )}
        <StaleDialog saving={saving} />
        <LeaveGuard dirty={saving.dirty} />
      </ReactFlowProvider>
    </ProblemsContext>
  );
}
