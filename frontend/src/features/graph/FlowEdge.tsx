import { IconPlus } from "@tabler/icons-react";
import {
  BaseEdge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  getSmoothStepPath,
} from "@xyflow/react";
import { memo, use } from "react";
import { EdgeActions } from "./EdgeActions";
import type { FlowEdge as Model } from "./elements";
import classes from "./FlowEdge.module.css";
import { ERROR } from "./model";

/** An edge; its label says when it is taken. In the designer its middle offers to insert a step. */
export const FlowEdge = memo(function FlowEdge(props: EdgeProps<Model>) {
  const { id, data, selected, markerEnd } = props;
  const [path, x, y] =
    data?.bend === undefined
      ? getBezierPath(props)
      : getSmoothStepPath({ ...props, centerY: data.bend, borderRadius: 12 });
  const { insert } = use(EdgeActions);
  const error = data?.port === ERROR;
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        markerEnd={markerEnd}
        interactionWidth={20}
        className={classes.edge}
        data-error={error || undefined}
        data-selected={selected || undefined}
        data-taken={data?.taken ?? undefined}
        data-target={data?.target || undefined}
      />
      <EdgeLabelRenderer>
        <div
          className={`${classes.middle} nodrag nopan`}
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          <Label error={error} when={data?.when ?? null} />
          {data?.editable && insert && (
            <button
              type="button"
              className={classes.insert}
              data-shown={selected || undefined}
              tabIndex={-1}
              aria-label="Insert a step into this edge"
              onClick={() => insert(id)}
            >
              <IconPlus size={12} stroke={2.5} aria-hidden />
            </button>
          )}
        </div>
      </EdgeLabelRenderer>
    </>
  );
});

function Label({ error, when }: { error: boolean; when: string | null }) {
  if (error)
    return (
      <span className={classes.label} data-error>
        on error
      </span>
    );
  if (when) {
    return (
      <span className={classes.label} title={when}>
        if {when.length > 24 ? `${when.slice(0, 23)}…` : when}
      </span>
    );
  }
  return null;
}
