import { exactTime, relativeTime } from "./time";
import { useNow } from "./useNow";

/** A time relative to now; the exact one, in the viewer's zone, on hover. */
export function RelativeTime({
  at,
  fallback = "–",
}: {
  at: string | null | undefined;
  fallback?: string;
}) {
  const now = useNow();
  if (!at) return <span>{fallback}</span>;
  const instant = new Date(at);
  const shown = relativeTime(instant, new Date(Math.max(now, Date.now() - 5_000)));
  return (
    <time dateTime={at} title={exactTime(instant)}>
      {shown}
    </time>
  );
}
