import { ActionIcon, Anchor, Button, Divider, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconHistory,
  IconLayoutSidebar,
  IconListCheck,
  IconSettings,
  IconSitemap,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import type { DraftWithTag } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { layOut } from "@/features/graph/elk";
import { StartFlow } from "@/features/starting/StartFlow";
import { notifyProblem } from "@/ui/notify";
import { StatusBadge } from "@/ui/StatusBadge";
import { useCanvas, useDesigner } from "./context";
import { FlowMenu } from "./FlowMenu";
import { moveSteps } from "./model/edit";
import { PublishDialog } from "./save/PublishDialog";
import type { Saving } from "./save/useDraft";
import classes from "./Toolbar.module.css";
import type { Validation } from "./useValidation";
import { VersionsDrawer } from "./versions/VersionsDrawer";

interface Props {
  flow: Flow;
  draft: DraftWithTag;
  saving: Saving;
  validation: Validation;
  palette: boolean;
  onPalette: () => void;
}

export function Toolbar({ flow, saving, validation, palette, onPalette }: Props) {
  const { readOnly } = useDesigner();
  const open = useCanvas((state) => state.open);
  const [wanted, publish] = useDisclosure(false);
  // The dialog opens once it is known whether anything stands in the way.
  const [known, setKnown] = useState(false);
  const publishing = wanted && known;
  const [listing, versions] = useDisclosure(false);
  useEffect(() => setKnown(wanted && (known || !validation.checking)), [wanted, known, validation]);
  const mayPublish = flow.permissions.includes("publish");
  const publishable = saving.dirty || flow.has_unpublished_changes || flow.live_version === null;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Designer">
      {!readOnly && (
        <Tooltip label={palette ? "Hide the palette" : "Show the palette"}>
          <ActionIcon aria-label="Palette" aria-pressed={palette} onClick={onPalette}>
            <IconLayoutSidebar size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      )}
      <div className={classes.names}>
        <Anchor component={Link} to="/flows" size="sm" c="dimmed">
          Flows
        </Anchor>
        <span aria-hidden>/</span>
        <h1 className={classes.title}>{flow.name}</h1>
      </div>
      <StatusBadge of="flow" status={flow.state} />
      {flow.live_version !== null && <span className={classes.version}>v{flow.live_version}</span>}
      <span className={classes.space} />
      {!readOnly && <EditButtons />}
      <Tooltip label="Trigger, keys and name of the flow">
        <ActionIcon aria-label="Flow settings" onClick={() => open({ kind: "flow" })}>
          <IconSettings size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Divider orientation="vertical" />
      <StartFlow flow={flow} />
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        leftSection={<IconHistory size={16} />}
        onClick={versions.open}
      >
        Versions
      </Button>
      {!readOnly && (
        <Tooltip label="Check the working copy now">
          <ActionIcon aria-label="Validate" onClick={validation.now} disabled={validation.checking}>
            <IconListCheck size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      )}
      {!readOnly && (
        <Button
          variant="default"
          size="xs"
          onClick={saving.save}
          loading={saving.busy}
          disabled={!saving.dirty}
        >
          Save
        </Button>
      )}
      {mayPublish && (
        <Tooltip
          label={`Nothing to publish: the draft is the same as version ${flow.live_version}`}
          disabled={publishable}
        >
          <Button
            size="xs"
            data-disabled={publishable ? undefined : true}
            aria-disabled={!publishable}
            loading={wanted && !known}
            onClick={() => publishable && publish.open()}
          >
            Publish
          </Button>
        </Tooltip>
      )}
      <FlowMenu flow={flow} />
      <PublishDialog
        flow={flow}
        saving={saving}
        validation={validation}
        opened={publishing}
        onClose={publish.close}
      />
      <VersionsDrawer flow={flow} opened={listing} onClose={versions.close} />
    </div>
  );
}

function EditButtons() {
  const { store, kinds } = useDesigner();
  const undo = useCanvas((state) => state.undo);
  const redo = useCanvas((state) => state.redo);
  const canUndo = useCanvas((state) => state.history.past.length > 0);
  const canRedo = useCanvas((state) => state.history.future.length > 0);
  const layout = async () => {
    const { history, change, fitGraph } = store.getState();
    change(moveSteps(history.present, await layOut(history.present, kinds)));
    fitGraph();
  };
  return (
    <>
      <Tooltip label="Undo (Ctrl Z)">
        <ActionIcon aria-label="Undo" disabled={!canUndo} onClick={undo}>
          <IconArrowBackUp size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Redo (Ctrl Shift Z)">
        <ActionIcon aria-label="Redo" disabled={!canRedo} onClick={redo}>
          <IconArrowForwardUp size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Lay the graph out (L)">
        <ActionIcon aria-label="Lay out" onClick={() => layout().catch(notifyProblem)}>
          <IconSitemap size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
