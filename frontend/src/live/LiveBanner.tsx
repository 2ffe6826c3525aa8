import { IconBoltOff, IconClockHour4 } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import classes from "./LiveBanner.module.css";
import { useLiveState } from "./useLive";

/** A blink of the line is no news. */
const PATIENCE_MS = 1_500;

const WORDS = {
  degraded: {
    icon: IconClockHour4,
    says: "Live updates are slower: the message channel is away. Nothing is lost; pages are read from the database every two seconds.",
  },
  offline: {
    icon: IconBoltOff,
    says: "The live connection is lost. What is shown may be old; it is read anew every few seconds, and follows by itself when the connection is back.",
  },
};

/** Says across the page that it does not follow as usual. */
export function LiveBanner() {
  const state = useLiveState();
  const [shown, setShown] = useState<keyof typeof WORDS | null>(null);
  useEffect(() => {
    const next = state === "degraded" || state === "offline" ? state : null;
    const timer = setTimeout(() => setShown(next), next ? PATIENCE_MS : 0);
    return () => clearTimeout(timer);
  }, [state]);
  if (!shown) return null;
  const { icon: Icon, says } = WORDS[shown];
  return (
    <div className={classes.banner} data-state={shown} role="alert">
      <Icon size={16} aria-hidden />
      {says}
    </div>
  );
}
