import type { Token } from "@/api/types";
import type { ColumnDef } from "@/ui/DataTable";
import { RelativeTime } from "@/ui/RelativeTime";
import { dayOf, lifeOf } from "./life";
import { Revoke } from "./Revoke";
import { scopeLabel } from "./scopes";
import classes from "./Tokens.module.css";

const OWNER: ColumnDef<Token, unknown> = {
  id: "owner",
  header: "Of",
  size: 120,
  cell: ({ row }) => <span title={row.original.owner}>{row.original.owner}</span>,
};

/** Administrators see everybody's tokens. */
export const columnsFor = (roles: readonly string[]): ColumnDef<Token, unknown>[] =>
  roles.includes("administrator")
    ? [COLUMNS[0] as (typeof COLUMNS)[0], OWNER, ...COLUMNS.slice(1)]
    : COLUMNS;

const COLUMNS: ColumnDef<Token, unknown>[] = [
  {
    id: "name",
    header: "For",
    size: 220,
    cell: ({ row }) => <span title={row.original.name}>{row.original.name}</span>,
  },
  {
    id: "prefix",
    header: "Begins with",
    size: 140,
    cell: ({ row }) => <code>flt_{row.original.prefix}</code>,
  },
  { id: "scopes", header: "May", cell: ({ row }) => <Scopes token={row.original} /> },
  {
    id: "used",
    header: "Last used",
    size: 120,
    cell: ({ row }) => <RelativeTime at={row.original.last_used_at} fallback="never" />,
  },
  {
    id: "expires",
    header: "Expires",
    size: 130,
    cell: ({ row }) => <Expiry token={row.original} />,
  },
  {
    id: "created",
    header: "Created",
    size: 120,
    meta: { roomy: true },
    cell: ({ row }) => <RelativeTime at={row.original.created_at} />,
  },
  {
    id: "revoke",
    header: "Actions",
    size: 116,
    meta: { align: "right" },
    cell: ({ row }) => <Revoke token={row.original} />,
  },
];

function Scopes({ token }: { token: Token }) {
  const words = token.scopes.map(scopeLabel).join(", ");
  return (
    <span className={classes.scopes} title={token.scopes.join(", ")}>
      {words}
    </span>
  );
}

function Expiry({ token }: { token: Token }) {
  const life = lifeOf(token.expires_at, Date.now());
  if (life === "over") return <span className={classes.over}>Expired</span>;
  return (
    <span className={life === "soon" ? classes.soon : undefined} title={token.expires_at}>
      {dayOf(token.expires_at)}
    </span>
  );
}
