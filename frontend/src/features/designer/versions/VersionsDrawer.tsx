import { Anchor, Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { versionsQuery } from "@/api/resources/flows";
import type { Flow } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import classes from "./versions.module.css";

interface Props {
  flow: Flow;
  opened: boolean;
  onClose: () => void;
}

/** Every published version, newest first. */
export function VersionsDrawer({ flow, opened, onClose }: Props) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" title="Versions" size={420}>
      <VersionList flow={flow} />
    </Drawer>
  );
}

function VersionList({ flow }: { flow: Flow }) {
  const versions = useQuery(versionsQuery(flow.slug));
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
        </li>
      ))}
    </ol>
  );
}
