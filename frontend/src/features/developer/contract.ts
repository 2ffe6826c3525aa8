/** How a flow is called from outside, read from its live definition. */

import type { Flow, FlowDefinition, JsonSchema } from "@/api/types";
import { takesFile } from "@/features/starting/takes";

export type Format = "json" | "xml" | "csv";
export type Proof = "token" | "signature" | "address";

export interface Contract {
  /** Paths a message or a file may be posted to, the first one first choice. */
  paths: string[];
  formats: Format[];
  proofs: Proof[];
  /** What messages are held against before anything of one is stored; undefined where all are taken. */
  schema?: JsonSchema | boolean;
}

const FORMATS: Format[] = ["json", "xml", "csv"];
const PROOFS: Proof[] = ["token", "signature", "address"];
const PROOFS_BY_DEFAULT: Proof[] = ["token", "signature"];

export function contractOf(flow: Flow, definition: FlowDefinition | undefined): Contract {
  const start = `/api/v1/flows/${flow.slug}/executions/`;
  const files = definition && takesFile(definition) ? [`/api/v1/flows/${flow.slug}/files/`] : [];
  const config = definition?.trigger.config ?? {};
  const byHook = flow.trigger_kind === "webhook";
  return {
    paths: byHook ? [...files, `/hooks/${flow.slug}`, start] : [...files, start],
    formats: chosen(config.accepts, FORMATS),
    proofs: byHook ? chosen(config.auth, PROOFS, PROOFS_BY_DEFAULT) : ["token"],
    schema: config.schema as Contract["schema"],
  };
}

export const isFiles = (path: string): boolean => path.endsWith("/files/");

/** What the door at a path is called. */
export function doorOf(path: string): string {
  if (isFiles(path)) return "File";
  return path.startsWith("/hooks") ? "Webhook" : "REST call";
}

function chosen<T extends string>(given: unknown, all: T[], byDefault = all): T[] {
  return Array.isArray(given) ? all.filter((one) => given.includes(one)) : byDefault;
}

export const MEDIA: Record<Format, string> = {
  json: "application/json",
  xml: "application/xml",
  csv: "text/csv",
};

/** A request that can be pasted into a shell; the token stays in a variable. */
export function curl(address: string, format: Format): string {
  return [
    `curl -i ${address}`,
    '-H "Authorization: Bearer $TOKEN"',
    `-H "Content-Type: ${MEDIA[format]}"`,
    '-H "Idempotency-Key: your-own-key-of-this-message"',
    `--data-binary @message.${format}`,
  ].join(" \\\n  ");
}

/** A file for the shell, which is streamed to the store and read record by record. */
export function curlFile(address: string): string {
  return [
    `curl -i ${address}`,
    '-H "Authorization: Bearer $TOKEN"',
    '-H "Content-Type: text/csv"',
    '-H "Idempotency-Key: your-own-key-of-this-file"',
    "-H 'Content-Disposition: attachment; filename=\"records.csv\"'",
    "--data-binary @records.csv",
  ].join(" \\\n  ");
}

export const follow = (origin: string): string =>
  [`curl ${origin}/api/v1/executions/$ID/`, '-H "Authorization: Bearer $TOKEN"'].join(" \\\n  ");
