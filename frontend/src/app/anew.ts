/** Parts of the console are loaded when first needed; here is what happens when one cannot be had. */

import { isThere } from "@/api/health";

const KEPT_AT = "fairlead.anew";
const ONCE_IN_MS = 20_000;

/** The browser's words for a part that could not be loaded. */
const MISSING = /dynamically imported module|module script|preload CSS/i;

export const isMissingPart = (error: unknown): boolean =>
  error instanceof Error && MISSING.test(error.message);

/** Loads the page anew, unless nobody would answer: then what is shown is better than nothing. */
export async function startAnew(now = Date.now()): Promise<void> {
  if (!(await isThere())) return;
  sessionStorage.setItem(KEPT_AT, String(now));
  window.location.reload();
}

/** The same by itself: seldom enough that a part which is missing for good leaves time to read. */
export async function startAnewAlone(now = Date.now()): Promise<void> {
  if (now - Number(sessionStorage.getItem(KEPT_AT)) >= ONCE_IN_MS) await startAnew(now);
}
