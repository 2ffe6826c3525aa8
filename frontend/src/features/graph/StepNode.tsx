import { IconAlertCircleFilled } from "@tabler/icons-react";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { lookOf } from "@/ui/status";
import type { StepNode as Model } from "./elements";
import { NODE_HEIGHT, PORT_ROW } from "./geometry";
import { iconOf } from "./icons";
import { ERROR, OUT } from "./model";
import classes from "./StepNode.module.css";

/** A step or the trigger: icon, name, kind, its state or problems, and its ports. */
export const StepNode = memo(function StepNode({ data, selected }: NodeProps<Model>) {
  const Icon = iconOf(data.icon);
  const look = data.mark.status ? lookOf(data.mark.status) : null;
  const rows = data.ports.filter((port) => port.name !== OUT && port.name !== ERROR);
  return (
    <div
      className={classes.node}
      data-selected={selected || undefined}
      data-trigger={data.trigger || undefined}
      data-tone={look?.tone}
      data-status={data.mark.status}
      data-editable={data.editable || undefined}
      data-faulty={Boolean(data.mark.problems) || undefined}
    >
      {!data.trigger && (
        <Handle
          id="in"
          type="target"
          position={Position.Left}
          className={classes.port}
          style={{ top: NODE_HEIGHT / 2 }}
          isConnectable={data.editable}
        />
      )}
      <div className={classes.head}>
        <span className={classes.icon}>
          <Icon size={18} stroke={1.75} aria-hidden />
        </span>
        <span className={classes.words}>
          <span className={classes.title} title={data.title}>
            {data.title}
          </span>
          <span className={classes.kind}>{data.mark.note ?? data.kindTitle}</span>
        </span>
        <Mark data={data} />
      </div>
      {data.ports.some((port) => port.name === OUT) && (
        <Handle
          id={OUT}
          type="source"
          position={Position.Right}
          className={classes.port}
          style={{ top: NODE_HEIGHT / 2 }}
          isConnectable={data.editable}
        />
      )}
      {rows.map((port, index) => (
        <div key={port.name} className={classes.row}>
          {port.title}
          <Handle
            id={port.name}
            type="source"
            position={Position.Right}
            className={classes.port}
            style={{ top: NODE_HEIGHT + index * PORT_ROW + PORT_ROW / 2 }}
            isConnectable={data.editable}
          />
        </div>
      ))}
      {data.ports.some((port) => port.name === ERROR) && (
        <Handle
          id={ERROR}
          type="source"
          position={Position.Bottom}
          className={`${classes.port} ${classes.error}`}
          title="Taken when the step fails for good"
          isConnectable={data.editable}
        />
      )}
    </div>
  );
});

function Mark({ data }: { data: Model["data"] }) {
  const { status, problems } = data.mark;
  if (status) {
    const look = lookOf(status);
    return (
      <span className={classes.mark} title={look.word}>
        <look.icon size={18} stroke={2} aria-label={look.word} role="img" />
      </span>
    );
  }
  if (!problems) return null;
  const words = problems === 1 ? "1 problem" : `${problems} problems`;
  return (
    <span className={classes.fault} title={words}>
      <IconAlertCircleFilled size={18} aria-label={words} role="img" />
    </span>
  );
}
