/** Names of the wire in words. */

const ABBREVIATIONS: Record<string, string> = {
  api: "API",
  url: "URL",
  id: "ID",
  oauth2: "OAuth2",
};

/** "api_key" as "API key". */
export function secretLabel(name: string): string {
  const words = name.split("_").map((word) => ABBREVIATIONS[word] ?? word);
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Odoo (sandbox)" as "odoo-sandbox": a short name to begin with. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
