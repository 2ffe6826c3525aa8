/** Where a flow opens for the person. */

import type { Flow } from "@/api/types";

/** Who may only start it is shown how to; everybody else its graph. */
export function pageOf({ slug, permissions }: Pick<Flow, "slug" | "permissions">): string {
  const starts = permissions.includes("start");
  const more = permissions.some((one) => one !== "view" && one !== "start");
  return starts && !more ? `/flows/${slug}/use` : `/flows/${slug}`;
}
