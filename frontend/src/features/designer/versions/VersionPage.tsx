import { Button } from "@mantine/core";
import { IconDownload, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { versionQuery } from "@/api/resources/flows";
import type { FlowDefinition, Json } from "@/api/types";
import { FlowGraph } from "@/features/graph/FlowGraph";
import { nameOf, stepOf, TRIGGER } from "@/features/graph/model";
import { CopyButton } from "@/ui/CopyButton";
import { download } from "@/ui/download";
import { CodeEditor } from "@/ui/editor/CodeEditor";
import { JsonView } from "@/ui/JsonView";
import { PageHeader } from "@/ui/PageHeader";
import { RelativeTime } from "@/ui/RelativeTime";
import { EmptyState, ErrorState, LoadingBlock } from "@/ui/states";
import classes from "./versions.module.css";

/** A published version to look at: it cannot change any more. */
export function VersionPage() {
  const { slug = "", number = "" } = useParams();
  const version = useQuery(versionQuery(slug, Number(number)));
  const [selected, setSelected] = useState<string | null>(null);
  if (version.isPending) return <LoadingBlock height="100%" />;
  if (version.isError) {
    return (
      <>
        <PageHeader title={`Version ${number}`} />
        <ErrorState error={version.error} onRetry={() => version.refetch()} />
      </>
    );
  }
  const { definition, hash, published_at, published_by, note } = version.data;
  return (
    <div className={classes.page}>
      <PageHeader
        title={`${definition.name}, version ${number}`}
        description={
          <>
            Published <RelativeTime at={published_at} /> by {published_by}. {note}{" "}
            <code title={hash}>{hash.slice(0, 12)}</code>
            <CopyButton value={hash} label="Copy the content hash" />
          </>
        }
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              onClick={() => download(`${slug}.v${number}.flow.json`, definition)}
            >
              Export
            </Button>
            <Button component={Link} to={`/flows/${slug}`} leftSection={<IconPencil size={16} />}>
              Open the draft
            </Button>
          </>
        }
      />
      <div className={classes.body}>
        <div className={classes.graph}>
          <FlowGraph
            definition={definition}
            selected={selected}
            onSelect={setSelected}
            fold
            minimap
          />
        </div>
        <aside className={classes.step} aria-label="Settings of the step">
          <Settings definition={definition} node={selected} />
        </aside>
      </div>
    </div>
  );
}

function Settings({ definition, node }: { definition: FlowDefinition; node: string | null }) {
  const step = node ? stepOf(definition, node) : undefined;
  if (!node || (!step && node !== TRIGGER)) {
    return (
      <EmptyState title="Choose a step">Its settings in this version are shown here.</EmptyState>
    );
  }
  const config = step ? step.config : definition.trigger.config;
  const kind = step?.kind ?? definition.trigger.kind;
  return (
    <>
      <h2>{nameOf(definition, node)}</h2>
      <p className={classes.kind}>
        {kind} · <code>{node}</code>
      </p>
      {typeof config?.expression === "string" ? (
        <CodeEditor language="jsonata" label="Expression" value={config.expression} readOnly />
      ) : (
        <JsonView value={(config ?? {}) as Json} depth={4} copy />
      )}
    </>
  );
}
