import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMe } from "@/app/session/session";
import { Environment } from "@/app/shell/Environment";
import type { Saving } from "@/features/designer/save/useDraft";
import classes from "./Workbench.module.css";

interface Props {
  title: string;
  where: string;
  readOnly: boolean;
  saving: Saving;
  onClose: () => void;
}

/** Where one is, whose expression it is, whether it is saved, and the way back to the graph. */
export function WorkbenchHead({ title, where, readOnly, saving, onClose }: Props) {
  const { environment } = useMe();
  return (
    <div className={classes.head}>
      <Environment name={environment.name} label={environment.label} />
      <h2 className={classes.title}>{title}</h2>
      <span className={classes.where}>{where}</span>
      <span className={classes.space} />
      <span className={classes.state} role="status">
        {readOnly ? "Read only" : saving.dirty ? "● Unsaved changes" : "✓ Saved"}
      </span>
      {!readOnly && (
        <Button
          size="xs"
          variant="default"
          onClick={saving.save}
          loading={saving.busy}
          disabled={!saving.dirty}
        >
          Save
        </Button>
      )}
      <Button size="xs" onClick={onClose}>
        Done
      </Button>
      <ActionIcon aria-label="Close the workbench" onClick={onClose}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
