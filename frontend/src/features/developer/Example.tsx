import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { recentMessageQuery } from "@/api/resources/developer";
import type { Flow, Json } from "@/api/types";
import { Panel } from "@/ui/Panel";
import { type Contract, curl, curlFile, doorOf, type Format, isFiles } from "./contract";
import classes from "./Developer.module.css";
import { exampleOf } from "./members";
import { Snippet } from "./Snippet";

const PLACEHOLDERS: Record<Format, string> = {
  json: '{\n  "number": "PO-1"\n}',
  xml: "<Order>\n  <ID>PO-1</ID>\n</Order>",
  csv: "number,quantity\nPO-1,3",
};

/** A request for the shell, and a message to go with it. */
export function Example({ flow, contract }: { flow: Flow; contract: Contract }) {
  const [format, setFormat] = useState<Format>(contract.formats[0] ?? "json");
  const [path, setPath] = useState(contract.paths[0] ?? "");
  const file = isFiles(path);
  const address = `${window.location.origin}${path}`;
  return (
    <Panel
      title="A request"
      actions={
        <>
          {contract.paths.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label="Address"
              data={contract.paths.map((one) => ({
                value: one,
                label: doorOf(one),
              }))}
              value={path}
              onChange={setPath}
            />
          )}
          {!file && (
            <SegmentedControl
              size="xs"
              aria-label="Format"
              data={contract.formats.map((one) => ({ value: one, label: one.toUpperCase() }))}
              value={format}
              onChange={(next) => setFormat(next as Format)}
            />
          )}
        </>
      }
    >
      <div className={classes.stack}>
        <Snippet text={file ? curlFile(address) : curl(address, format)} label="Request" />
        {file ? (
          <Records />
        ) : (
          <Message flow={flow} format={format} placeholder={placeholder(contract, format)} />
        )}
      </div>
    </Panel>
  );
}

function Records() {
  return (
    <>
      <p className={classes.note}>
        records.csv, with a header that names the fields; JSON lines are read too. The file is
        stored as it arrives, and read record by record.
      </p>
      <Snippet text={PLACEHOLDERS.csv} label="File" />
    </>
  );
}

interface MessageProps {
  flow: Flow;
  format: Format;
  /** Shown until a message that came is asked for. */
  placeholder: string;
}

function Message({ flow, format, placeholder }: MessageProps) {
  const [asked, setAsked] = useState(false);
  const recent = useQuery({ ...recentMessageQuery(flow.slug), enabled: asked, retry: false });
  const found = asked ? textOf(recent.data?.message, format) : null;
  return (
    <>
      <div className={classes.row}>
        <span>
          {found
            ? recent.data?.hidden
              ? "The shape of the newest message; you may not see what it carried."
              : "The newest message that came."
            : `message.${format}, with your own content`}
        </span>
        <Button
          size="compact-xs"
          variant="default"
          loading={asked && recent.isFetching}
          disabled={asked}
          onClick={() => setAsked(true)}
        >
          Fill in a recent message
        </Button>
      </div>
      {recent.isError && <p className={classes.note}>{asProblem(recent.error).message}</p>}
      {asked && recent.data && !found && (
        <p className={classes.note}>No message of this format has come yet.</p>
      )}
      <Snippet text={found ?? placeholder} label="Message" />
    </>
  );
}

/** A message to begin with: in JSON the smallest that the contract takes. */
function placeholder({ schema }: Contract, format: Format): string {
  if (format !== "json" || typeof schema !== "object") return PLACEHOLDERS[format];
  return JSON.stringify(exampleOf(schema), null, 2);
}

/** The message as it would be sent; null where it is of another format. */
function textOf(message: Json | undefined, format: Format): string | null {
  if (message === undefined) return null;
  const isText = typeof message === "string";
  if (format === "json") return isText ? null : JSON.stringify(message, null, 2);
  const isXml = isText && message.trimStart().startsWith("<");
  return isText && isXml === (format === "xml") ? message : null;
}
