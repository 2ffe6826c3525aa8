import { Text } from "@mantine/core";
import { asProblem } from "@/api/problem";

/** Why it was not accepted, and what to do. */
export function Refused({ error }: { error: unknown }) {
  if (!error) return null;
  const problem = asProblem(error);
  return (
    <Text role="alert" size="sm" c="var(--fl-state-bad)">
      {problem.message} {problem.hint}
    </Text>
  );
}
