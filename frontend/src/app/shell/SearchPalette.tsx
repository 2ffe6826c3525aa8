import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useNavigate } from "react-router";
import { connectionsQuery } from "@/api/resources/catalogue";
import { executionsQuery } from "@/api/resources/executions";
import { flowsQuery } from "@/api/resources/flows";
import type { ExecutionRow } from "@/api/types";
import { FEWEST_TYPED } from "@/features/executions/beginning";
import { maySee, sectionsOf } from "../sections";
import { useMe } from "../session/session";
import { type Finding, findings } from "./findings";
import { usePlaces } from "./places";
import classes from "./SearchPalette.module.css";

/** One search for everything: id, business key, flow, connection, system. */
export function SearchPalette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      title="Search"
      classNames={{ header: classes.hidden }}
      padding={0}
      size={600}
      yOffset="12vh"
      centered={false}
    >
      <Search onDone={onClose} />
    </Modal>
  );
}

function Search({ onDone }: { onDone: () => void }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const found = useFindings(typed);
  const chosen = Math.min(at, found.length - 1);

  const open = (finding: Finding | undefined) => {
    if (!finding) return;
    onDone();
    navigate(finding.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") open(found[chosen]);
    else if (event.key === "ArrowDown") setAt((chosen + 1) % Math.max(found.length, 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={classes.field}>
        <IconSearch size={18} aria-hidden />
        <input
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-expanded
          aria-controls="search-findings"
          aria-activedescendant={found[chosen] ? `finding-${chosen}` : undefined}
          aria-label="Search flows, executions, business keys, connections"
          placeholder="Flow, execution id, business key, connection, system"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id="search-findings" role="listbox" aria-label="Found" className={classes.list}>
        {found.map((finding, index) => (
          <div
            key={finding.key}
            id={`finding-${index}`}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            className={classes.finding}
            onMouseMove={() => setAt(index)}
            onClick={() => open(finding)}
            onKeyDown={onKeyDown}
          >
            <span className={classes.title}>{finding.title}</span>
            <span className={classes.detail}>{finding.detail}</span>
            <span className={classes.group}>{finding.group}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className={classes.nothing} role="status">
          Nothing found. A business key is found by how it begins, from {FEWEST_TYPED} characters
          on.
        </p>
      )}
    </>
  );
}

function useFindings(typed: string): Finding[] {
  const me = useMe();
  const [key] = useDebouncedValue(typed.trim(), 200);
  // The server looks for one text; the other words are looked for here.
  const word = key.split(/\s+/)[0];
  const flows = useQuery({
    ...flowsQuery(word ? { search: word } : {}),
    placeholderData: keepPreviousData,
    enabled: maySee(me, "flows"),
  });
  const connections = useQuery({ ...connectionsQuery, enabled: maySee(me, "connections") });
  const executions = useExecutions(key, maySee(me, "executions"));
  const places = usePlaces();
  return findings(typed, {
    places,
    sections: sectionsOf(me),
    flows: flows.data?.results ?? [],
    connections: connections.data ?? [],
    executions,
  });
}

/** Those with the very key come first, then the newest whose key begins so. */
function useExecutions(key: string, may: boolean): ExecutionRow[] {
  const enabled = may && key.length >= FEWEST_TYPED;
  const whole = useQuery({ ...executionsQuery({ business_key: key }), enabled });
  const begun = useQuery({ ...executionsQuery({ business_key_prefix: key }), enabled });
  if (!enabled) return [];
  const rows = [...(whole.data?.results ?? []), ...(begun.data?.results ?? [])];
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
