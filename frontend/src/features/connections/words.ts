/** Names of the wire in words. */

/** Whether a person may make connections. */
export const mayMake = ({ roles }: { roles: readonly string[] }): boolean =>
  roles.includes("administrator");

/** "Odoo (sandbox)" as "odoo-sandbox": a short name to begin with. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
