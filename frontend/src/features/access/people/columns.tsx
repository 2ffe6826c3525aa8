import { IconCircleCheck, IconUserOff } from "@tabler/icons-react";
import type { Person } from "@/api/types";
import type { ColumnDef } from "@/ui/DataTable";
import { RelativeTime } from "@/ui/RelativeTime";
import classes from "./People.module.css";
import { PersonMenu } from "./PersonMenu";
import { roleLabel } from "./roles";

export const COLUMNS: ColumnDef<Person, unknown>[] = [
  {
    id: "name",
    header: "Name",
    enableHiding: false,
    size: 260,
    cell: ({ row }) => <Name person={row.original} />,
  },
  {
    id: "roles",
    header: "Roles",
    cell: ({ row }) => row.original.roles.map(roleLabel).join(", ") || "none",
  },
  {
    id: "active",
    header: "State",
    size: 140,
    cell: ({ row }) => <State active={row.original.active} />,
  },
  {
    id: "signin",
    header: "Last sign-in",
    size: 140,
    cell: ({ row }) => <RelativeTime at={row.original.last_sign_in} fallback="never" />,
  },
  {
    id: "created",
    header: "Made",
    size: 130,
    meta: { roomy: true },
    cell: ({ row }) => <RelativeTime at={row.original.created_at} />,
  },
  {
    id: "actions",
    header: "Actions",
    enableHiding: false,
    size: 90,
    meta: { align: "right" },
    cell: ({ row }) => <PersonMenu person={row.original} />,
  },
];

function Name({ person: { username, display_name } }: { person: Person }) {
  return (
    <span title={username}>
      <span className={classes.name}>{display_name}</span>
      {display_name !== username && <span className={classes.username}>{username}</span>}
    </span>
  );
}

function State({ active }: { active: boolean }) {
  const Icon = active ? IconCircleCheck : IconUserOff;
  return (
    <span className={classes.state} data-active={active}>
      <Icon size={14} stroke={2} aria-hidden />
      {active ? "Active" : "Deactivated"}
    </span>
  );
}
