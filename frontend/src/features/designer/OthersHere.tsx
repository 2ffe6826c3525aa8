import { Tooltip } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useMe } from "@/app/session/session";
import classes from "./StatusBar.module.css";
import type { Person } from "./usePresence";

/** Who else has the flow open, so that two people do not change the same draft unknowingly. */
export function OthersHere({ people }: { people: readonly Person[] }) {
  const { username } = useMe();
  const words = people.map((one) => wordsOf(one, username)).join(", ");
  return (
    <span role="status" aria-label="Who else is here" className={classes.others}>
      {people.length > 0 && (
        <Tooltip label={`Also here: ${words}. Whoever saves second is asked first.`} multiline>
          <span className={classes.people}>
            <IconUsers size={14} aria-hidden />
            <span>Also here: {words}</span>
          </span>
        </Tooltip>
      )}
    </span>
  );
}

function wordsOf(person: Person, username: string): string {
  const name = person.username === username ? "you, in another window" : person.name;
  return person.unsaved ? `${name} (unsaved changes)` : name;
}
