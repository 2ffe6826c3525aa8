import { Drawer } from "@mantine/core";
import type { AuditEntry } from "@/api/types";
import { JsonView } from "@/ui/JsonView";
import { exactTime } from "@/ui/time";
import classes from "./Audit.module.css";

/** Everything that is kept of one deed. */
export function Entry({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const facts: [string, string][] = [
    ["When", exactTime(new Date(entry.at))],
    ["Who", entry.actor],
    ["Action", entry.action],
    ["Object", [entry.object_kind, entry.object_id].filter(Boolean).join(" ")],
    ["Entry", String(entry.id)],
    ["Hash", entry.hash],
  ];
  return (
    <Drawer opened onClose={onClose} title={entry.summary} position="right" size={440}>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      <JsonView value={entry.details} copy label="Details" />
    </Drawer>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
