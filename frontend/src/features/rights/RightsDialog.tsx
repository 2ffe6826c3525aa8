import { Modal, Text } from "@mantine/core";
import { type UseMutationResult, type UseQueryResult, useMutation } from "@tanstack/react-query";
import type { Wish } from "@/api/resources/rights";
import { notifyProblem } from "@/ui/notify";
import { ErrorState, LoadingRows } from "@/ui/states";
import { AddPerson } from "./AddPerson";
import { type Holder, type Right, withWish } from "./grants";
import classes from "./Rights.module.css";
import { RightsMatrix } from "./RightsMatrix";

interface Held<Name extends string> {
  holders: Holder<Name>[];
  may_change: boolean;
}

interface Props<Name extends string> {
  /** Of what, by its name. */
  of: string;
  /** The first is the ground of all others. */
  rights: readonly Right<Name>[];
  held: UseQueryResult<Held<Name>>;
  give: UseMutationResult<Held<Name>, Error, Wish<Name>>;
  opened: boolean;
  onClose: () => void;
}

/** Who may do what with one thing. */
export function RightsDialog<Name extends string>({ of, opened, onClose, ...props }: Props<Name>) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Rights on ${of}`} size={880}>
      <Content {...props} label={`Rights on ${of}`} />
    </Modal>
  );
}

type ContentProps<Name extends string> = Omit<Props<Name>, "of" | "opened" | "onClose"> & {
  label: string;
};

function Content<Name extends string>({ held, ...props }: ContentProps<Name>) {
  if (held.isPending) return <LoadingRows rows={7} />;
  if (held.isError) {
    return (
      <ErrorState
        error={held.error}
        onRetry={() => held.refetch()}
        title="The rights could not be loaded"
      />
    );
  }
  return <Matrix {...props} held={held.data} />;
}

type MatrixProps<Name extends string> = Omit<ContentProps<Name>, "held"> & { held: Held<Name> };

function Matrix<Name extends string>({ label, rights, held, give }: MatrixProps<Name>) {
  const holders = withWish(held.holders, give.isPending ? give.variables : null);
  // One after the other: each answer tells how all stand.
  const wish = (next: Wish<Name>) => !give.isPending && give.mutate(next);
  const people = holders.filter(({ kind }) => kind === "person").map(({ name }) => name);
  const ground = rights.slice(0, 1).map(({ name }) => name);
  return (
    <div className={classes.content}>
      <Text size="sm" c="var(--fl-text-dim)">
        {held.may_change
          ? "Each change holds at once and is written into the audit trail. View is the ground of all others: whoever loses it loses them all."
          : "Rights are given by administrators."}
      </Text>
      <RightsMatrix
        label={label}
        rights={rights}
        holders={holders}
        mayChange={held.may_change}
        onWish={wish}
      />
      {held.may_change && (
        <AddPerson
          known={people}
          onAdd={(name) => wish({ kind: "person", name, rights: ground })}
        />
      )}
    </div>
  );
}

/** Gives rights, and says so where that is refused. */
export function useGive<Name extends string>(
  give: (wish: Wish<Name>) => Promise<Held<Name>>,
  onGiven: (after: Held<Name>) => void,
) {
  return useMutation({
    mutationFn: give,
    onSuccess: onGiven,
    onError: (error) => notifyProblem(error),
  });
}
