import { Checkbox } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { Wish } from "@/api/resources/rights";
import { roleLabel } from "@/features/access/people/roles";
import { type Holder, isKept, type Right, toggled } from "./grants";
import classes from "./Rights.module.css";

interface Props<Name extends string> {
  /** Of what, as in "Rights on Supplier orders". */
  label: string;
  rights: readonly Right<Name>[];
  holders: readonly Holder<Name>[];
  mayChange: boolean;
  onWish: (wish: Wish<Name>) => void;
}

/** Roles and single people by rights: to tick for who may give them, to read for everybody else. */
export function RightsMatrix<Name extends string>(props: Props<Name>) {
  const of = (kind: Holder<Name>["kind"]) => props.holders.filter((one) => one.kind === kind);
  return (
    <div className={classes.scroller}>
      <table className={classes.matrix} aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col">Who</th>
            {props.rights.map(({ name, label, says }) => (
              <th key={name} scope="col">
                {label}
                <span className={classes.says}>{says}</span>
              </th>
            ))}
          </tr>
        </thead>
        <Rows {...props} title="Roles" holders={of("role")} />
        <Rows {...props} title="Single people, beside their roles" holders={of("person")} />
      </table>
    </div>
  );
}

function Rows<Name extends string>({ title, ...props }: Props<Name> & { title: string }) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={props.rights.length + 1} className={classes.group}>
          {title}
        </th>
      </tr>
      {props.holders.length === 0 && (
        <tr>
          <td colSpan={props.rights.length + 1} className={classes.none}>
            Nobody holds rights of their own.
          </td>
        </tr>
      )}
      {props.holders.map((holder) => (
        <tr key={holder.name}>
          <th scope="row">
            {nameOf(holder)}
            {!holder.active && <span className={classes.resting}>deactivated</span>}
          </th>
          {props.rights.map((right) => (
            <td key={right.name}>
              <Cell {...props} holder={holder} right={right} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

const nameOf = (holder: { kind: string; name: string; display_name: string }) =>
  holder.kind === "role" ? roleLabel(holder.name) : holder.display_name;

interface CellProps<Name extends string> extends Props<Name> {
  holder: Holder<Name>;
  right: Right<Name>;
}

function Cell<Name extends string>({ holder, right, ...props }: CellProps<Name>) {
  const order = props.rights.map(({ name }) => name);
  const has = holder.rights.includes(right.name);
  if (!props.mayChange) return <Held has={has} />;
  const { kind, name } = holder;
  return (
    <Checkbox
      size="xs"
      className={classes.box}
      aria-label={`${nameOf(holder)}: ${right.label}`}
      checked={has}
      disabled={has && isKept(order, holder, right.name)}
      onChange={() =>
        props.onWish({ kind, name, rights: toggled(order, holder.rights, right.name) })
      }
    />
  );
}

function Held({ has }: { has: boolean }) {
  if (!has) return <span className={classes.lacks}>–</span>;
  return <IconCheck size={16} stroke={2} role="img" aria-label="yes" className={classes.has} />;
}
