import { duration } from "./time";

export function Duration({ ms }: { ms: number | null | undefined }) {
  return <span>{duration(ms)}</span>;
}
