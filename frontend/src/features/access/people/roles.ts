/** The roles, in words. */

import type { Role } from "@/api/types";

export const ROLES: readonly { value: Role; label: string; says: string }[] = [
  { value: "analyst", label: "Analyst", says: "Makes flows, publishes and starts them." },
  { value: "steward", label: "Steward", says: "Sees flows, keeps the list of systems." },
  {
    value: "operator",
    label: "Operator",
    says: "Watches executions and recovers those that stopped.",
  },
  {
    value: "administrator",
    label: "Administrator",
    says: "People, rights, connections, the audit trail.",
  },
  { value: "client", label: "Client", says: "A program that starts flows which it was granted." },
];

export const roleLabel = (role: string): string =>
  ROLES.find(({ value }) => value === role)?.label ?? role;

export const isRole = (text: string | undefined): text is Role =>
  ROLES.some(({ value }) => value === text);
