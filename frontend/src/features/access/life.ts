/** How a token's life stands. */

const SOON_MS = 7 * 86_400_000;

export type Life = "over" | "soon" | "fine";

export function lifeOf(expiresAt: string, now: number): Life {
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return "over";
  return left < SOON_MS ? "soon" : "fine";
}

/** "20 Feb 2027", in the viewer's zone: an end is planned by the day. */
export const dayOf = (instant: string): string =>
  new Date(instant).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
  });
