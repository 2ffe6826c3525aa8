import { Anchor, Button, Drawer } from "@mantine/core";
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { versionQuery, versionsQuery } from "@/api/resources/flows";
import type { Flow, Page, VersionSummary } from "@/api/types";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { RelativeTime } from "@/ui/RelativeTime";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { useDesigner } from "../context";
import { CompareDialog } from "./CompareDialog";
import classes from "./versions.module.css";

interface Props {
  flow: Flow;
  opened: boolean;
  onClose: () => void;
}

/** Every published version, newest first: to look at, to compare, to take back into the draft. */
export function VersionsDrawer({ flow, opened, onClose }: Props) {
  const versions = useQuery({ ...versionsQuery(flow.slug), enabled: opened });
  const [comparing, setComparing] = useState<number | null>(null);
  return (
    <>
      <Drawer
        opened={opened}
        onClose={onClose}
        position="right"
        title="Versions"
        size={420}
        closeOnEscape={comparing === null}
      >
        <Content flow={flow} versions={versions} onCompare={setComparing} onClose={onClose} />
      </Drawer>
      <CompareDialog
        flow={flow}
        numbers={versions.data?.results.map((version) => version.number) ?? []}
        from={comparing}
        onClose={() => setComparing(null)}
      />
    </>
  );
}

interface ContentProps {
  flow: Flow;
  versions: UseQueryResult<Page<VersionSummary>>;
  onCompare: (number: number) => void;
  onClose: () => void;
}

function Content({ flow, versions, onCompare, onClose }: ContentProps) {
  const { readOnly } = useDesigner();
  const takeBack = useTakeBack(flow, onClose);
  if (versions.isPending) return <LoadingRows rows={4} />;
  if (versions.isError) {
    return <ErrorState error={versions.error} onRetry={() => versions.refetch()} />;
  }
  if (versions.data.results.length === 0) {
    return (
      <EmptyState title="Never published">
        Publishing makes the draft a version that cannot change any more. Executions keep the
        version they began with.
      </EmptyState>
    );
  }
  return (
    <ol className={classes.list}>
      {versions.data.results.map((version) => (
        <li key={version.number} className={classes.version}>
          <div className={classes.line}>
            <Anchor component={Link} to={`/flows/${flow.slug}/versions/${version.number}`} fw={600}>
              Version {version.number}
            </Anchor>
            {version.number === flow.live_version && <span className={classes.live}>live</span>}
            <span className={classes.when}>
              <RelativeTime at={version.published_at} />
            </span>
          </div>
          <p className={classes.note}>{version.note || "No note"}</p>
          <p className={classes.by}>
            {version.published_by} · <code title={version.hash}>{version.hash.slice(0, 12)}</code>
          </p>
          <div className={classes.actions}>
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={`Compare version ${version.number}`}
              onClick={() => onCompare(version.number)}
            >
              Compare
            </Button>
            {!readOnly && (
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={`Take into the draft: version ${version.number}`}
                onClick={() => takeBack.mutate(version.number)}
              >
                Take into the draft
              </Button>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Makes a version the working copy; it goes live again by being published, like any change. */
function useTakeBack(flow: Flow, onDone: () => void) {
  const client = useQueryClient();
  const { store } = useDesigner();
  return useMutation({
    mutationFn: (number: number) => client.fetchQuery(versionQuery(flow.slug, number)),
    onSuccess: ({ number, definition }) => {
      const { change, select, open, fitGraph } = store.getState();
      change(definition);
      select([]);
      open(null);
      fitGraph();
      onDone();
      notifyDone(
        `Version ${number} is the draft now. Publish it to make it live; Undo takes it back.`,
      );
    },
    onError: (error) => notifyProblem(error),
  });
}
