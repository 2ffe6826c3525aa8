/** What a token may do, in words. */

import type { Scope } from "@/api/types";

export const SCOPES: readonly { value: Scope; label: string; says: string }[] = [
  { value: "executions:start", label: "Start executions", says: "Send messages to flows." },
  { value: "executions:read", label: "Read executions", says: "Their state, steps and counts." },
  {
    value: "executions:operate",
    label: "Operate executions",
    says: "Cancel, replay, resolve, and deal with dead letters.",
  },
  { value: "flows:read", label: "Read flows", says: "Definitions, versions and samples." },
  { value: "flows:write", label: "Change flows", says: "Drafts, publishing, pausing." },
  { value: "connections:read", label: "Read connections", says: "Never their secrets." },
  { value: "connections:write", label: "Change connections", says: "Their secrets too." },
  { value: "admin", label: "Administer", says: "People, rights, tokens, the audit trail." },
];

/** What a person may give a token. Whoever is no administrator administers only what is the person's own. */
export const scopesFor = (roles: readonly string[]): typeof SCOPES =>
  roles.includes("administrator")
    ? SCOPES
    : SCOPES.map((one) =>
        one.value === "admin"
          ? { ...one, label: "Manage tokens", says: "Make and revoke your own tokens." }
          : one,
      );

export const scopeLabel = (scope: Scope): string =>
  SCOPES.find(({ value }) => value === scope)?.label ?? scope;

const isScope = (text: string): text is Scope => SCOPES.some(({ value }) => value === text);

/** "executions:start,executions:read" of a link; what is no scope is left out. */
export const scopesOf = (text: string | null): Scope[] => (text ?? "").split(",").filter(isScope);
