import { Group, Modal, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { versionQuery } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { useDefinition } from "../context";
import { compareFlows } from "../model/compare";
import { ChangeList } from "./ChangeList";

const DRAFT = "draft";

interface Props {
  flow: Flow;
  numbers: readonly number[];
  /** The version that is compared with the draft at first; null while closed. */
  from: number | null;
  onClose: () => void;
}

/** Two versions, or a version and the draft as it stands, side by side in words. */
export function CompareDialog({ flow, numbers, from, onClose }: Props) {
  return (
    <Modal opened={from !== null} onClose={onClose} title={`Compare ${flow.name}`} size={860}>
      {from !== null && <Comparison flow={flow} numbers={numbers} from={from} />}
    </Modal>
  );
}

function Comparison({
  flow,
  numbers,
  from,
}: {
  flow: Flow;
  numbers: readonly number[];
  from: number;
}) {
  const [before, setBefore] = useState(String(from));
  const [after, setAfter] = useState(DRAFT);
  const draft = useDefinition();
  const old = useVersion(flow.slug, before);
  const now = useVersion(flow.slug, after);
  const choices = [
    { value: DRAFT, label: "The draft as it stands" },
    ...numbers.map((number) => ({
      value: String(number),
      label: number === flow.live_version ? `Version ${number} (live)` : `Version ${number}`,
    })),
  ];
  const error = old.error ?? now.error;
  const left = before === DRAFT ? draft : old.data?.definition;
  const right = after === DRAFT ? draft : now.data?.definition;
  const changes = left && right ? compareFlows(left, right) : null;
  return (
    <>
      <Group grow mb="md">
        <Select
          label="Before"
          data={choices}
          value={before}
          allowDeselect={false}
          onChange={(value) => setBefore(value ?? DRAFT)}
        />
        <Select
          label="After"
          data={choices}
          value={after}
          allowDeselect={false}
          onChange={(value) => setAfter(value ?? DRAFT)}
        />
      </Group>
      {error && <ErrorState error={error} title="The version could not be read" />}
      {!error && !changes && <LoadingRows rows={3} />}
      {changes?.length === 0 && (
        <EmptyState title="Nothing differs">
          Both do the same; only places on the canvas may differ.
        </EmptyState>
      )}
      {changes && changes.length > 0 && <ChangeList changes={changes} />}
    </>
  );
}

const useVersion = (slug: string, choice: string) =>
  useQuery({ ...versionQuery(slug, Number(choice)), enabled: choice !== DRAFT });
