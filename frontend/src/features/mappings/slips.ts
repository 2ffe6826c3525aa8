/** What the check of the draft finds in one expression, beside what trying it shows. */

import type { FlowDefinition, Problem } from "@/api/types";
import { configFaults } from "@/features/designer/model/places";
import type { ExpressionPlace } from "@/features/designer/useWorkbench";

const UNBOUND = "mapping.unbound";

/** Variables of this expression that nothing binds. */
export function slipsAt(
  problems: readonly Problem[],
  definition: FlowDefinition,
  place: ExpressionPlace,
): Problem[] {
  const slips = problems.filter((one) => one.code === UNBOUND);
  const found = [...configFaults(slips, definition, place.step)];
  return found.flatMap(([path, ones]) => (dotted(path) === place.path ? ones : []));
}

/** "do[0].config.expression" as "do.0.config.expression", the way the workbench names a place. */
const dotted = (path: string) => path.replaceAll(/\[(\d+)\]/g, ".$1");
