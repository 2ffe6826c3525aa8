import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { memo, useState } from "react";
import type { Json } from "@/api/types";
import { CopyButton } from "./CopyButton";
import classes from "./JsonView.module.css";
import { entriesOf, isBranch, type JsonPath, summaryOf } from "./json";

interface Props {
  value: Json | undefined;
  /** Levels open at first. */
  depth?: number;
  /** Makes every name a button; called with the way to the value. */
  onPick?: (path: JsonPath, value: Json) => void;
  /** Offers to copy the whole value. */
  copy?: boolean;
  label?: string;
}

const AT_FIRST = 100;

/** A collapsible JSON value. Children are built when opened, long lists piece by piece. */
export function JsonView({ value, depth = 2, onPick, copy = false, label = "JSON" }: Props) {
  if (value === undefined) return <span className={classes.nothing}>nothing</span>;
  return (
    <div className={classes.view} role="group" aria-label={label}>
      {copy && (
        <div className={classes.copy}>
          <CopyButton value={JSON.stringify(value, null, 2)} label="Copy as JSON" />
        </div>
      )}
      {isBranch(value) ? (
        <Children value={value} path={[]} depth={depth} onPick={onPick} />
      ) : (
        <Scalar value={value} />
      )}
    </div>
  );
}

interface NodeProps {
  value: Json;
  path: JsonPath;
  depth: number;
  onPick?: Props["onPick"];
}

function Children({ value, path, depth, onPick }: NodeProps) {
  const [shown, setShown] = useState(AT_FIRST);
  const entries = entriesOf(value);
  if (entries.length === 0) return <span className={classes.nothing}>{summaryOf(value)}</span>;
  return (
    <ul className={classes.children}>
      {entries.slice(0, shown).map(([name, child]) => (
        <Node key={name} value={child} path={[...path, name]} depth={depth} onPick={onPick} />
      ))}
      {entries.length > shown && (
        <li>
          <button type="button" className={classes.more} onClick={() => setShown(shown * 5)}>
            {entries.length - shown} more
          </button>
        </li>
      )}
    </ul>
  );
}

const Node = memo(function Node({ value, path, depth, onPick }: NodeProps) {
  const [open, setOpen] = useState(path.length < depth);
  const name = path[path.length - 1] ?? "";
  const branch = isBranch(value) && entriesOf(value).length > 0;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <div className={classes.row}>
        {branch ? (
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={open}
            aria-label={`${open ? "Close" : "Open"} ${name}`}
            onClick={() => setOpen(!open)}
          >
            <Chevron size={12} aria-hidden />
          </button>
        ) : (
          <span className={classes.toggle} />
        )}
        {onPick ? (
          <button
            type="button"
            className={classes.pick}
            data-index={typeof name === "number" || undefined}
            onClick={() => onPick(path, value)}
          >
            {name}
          </button>
        ) : (
          <span className={classes.name} data-index={typeof name === "number" || undefined}>
            {name}
          </span>
        )}
        {isBranch(value) ? (
          <span className={classes.summary}>{summaryOf(value)}</span>
        ) : (
          <Scalar value={value} />
        )}
      </div>
      {branch && open && <Children value={value} path={path} depth={depth} onPick={onPick} />}
    </li>
  );
});

function Scalar({ value }: { value: Json }) {
  const kind = value === null ? "null" : typeof value;
  const text = typeof value === "string" ? value : String(value);
  return (
    <span className={classes.scalar} data-kind={kind}>
      {kind === "string" ? `"${text}"` : text}
    </span>
  );
}
