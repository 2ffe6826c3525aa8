/** What ticking a right means: the first right is the ground of all others. */

import type { Wish } from "@/api/resources/rights";
import type { HolderKind } from "@/api/types";

export interface Right<Name extends string> {
  name: Name;
  label: string;
  says: string;
}

export interface Holder<Name extends string> {
  kind: HolderKind;
  name: string;
  display_name: string;
  active: boolean;
  rights: Name[];
}

/** The rights after one of them was ticked or unticked, in their order. */
export function toggled<Name extends string>(
  order: readonly Name[],
  held: readonly Name[],
  right: Name,
): Name[] {
  const ground = order[0];
  if (held.includes(right)) return right === ground ? [] : held.filter((one) => one !== right);
  return order.filter((one) => one === ground || one === right || held.includes(one));
}

/** Administrators always see: nobody else could give rights. */
export const isKept = <Name extends string>(
  order: readonly Name[],
  holder: { kind: HolderKind; name: string },
  right: Name,
): boolean => holder.kind === "role" && holder.name === "administrator" && right === order[0];

/** The holders as they will be once the wish is granted. */
export const withWish = <Name extends string>(
  holders: readonly Holder<Name>[],
  wish: Wish<Name> | null,
): Holder<Name>[] =>
  holders.map((one) =>
    wish && one.kind === wish.kind && one.name === wish.name
      ? { ...one, rights: wish.rights }
      : one,
  );
