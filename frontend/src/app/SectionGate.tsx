import type { ReactNode } from "react";
import { PageHeader } from "@/ui/PageHeader";
import { NoPermission } from "@/ui/states";
import { maySee, SECTIONS } from "./sections";
import { useMe } from "./session/session";

/** Lets through who may see the section; says so to everybody else. */
export function SectionGate({ id, children }: { id: string; children: ReactNode }) {
  const me = useMe();
  const title = SECTIONS.find((section) => section.id === id)?.title ?? "this section";
  if (maySee(me, id)) return children;
  return (
    <>
      <PageHeader title={title} />
      <NoPermission what={title} />
    </>
  );
}
