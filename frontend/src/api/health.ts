/** Whether anybody answers at all. */

const HEALTH = "/healthz";

export async function isThere(): Promise<boolean> {
  const answer = await fetch(HEALTH, { cache: "no-store" }).catch(() => null);
  return answer?.ok ?? false;
}
