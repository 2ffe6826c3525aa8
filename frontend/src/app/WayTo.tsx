import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { mayOpen } from "./sections";
import { useMe } from "./session/session";

interface Props {
  to: string;
  children: ReactNode;
  className?: string;
  title?: string;
  "data-tone"?: string;
  "aria-label"?: string;
}

/** A link for who may open the section that it leads to; the same words for everybody else. */
export function WayTo({ to, children, "aria-label": label, ...look }: Props) {
  if (!mayOpen(useMe(), to)) return <span {...look}>{children}</span>;
  return (
    <Link to={to} aria-label={label} {...look}>
      {children}
    </Link>
  );
}

/** `WayTo`, in the look of links within a text. */
export function AnchorTo({ to, children, title }: Pick<Props, "to" | "children" | "title">) {
  if (!mayOpen(useMe(), to)) return <span title={title}>{children}</span>;
  return (
    <Anchor component={Link} to={to} size="sm" title={title}>
      {children}
    </Anchor>
  );
}
