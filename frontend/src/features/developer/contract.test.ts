import { expect, it } from "vitest";
import type { Flow, FlowDefinition } from "@/api/types";
import { contractOf, curl, curlFile, doorOf } from "./contract";

const flow = (trigger_kind: string) => ({ slug: "orders", trigger_kind }) as Flow;
const definition = (config: object) =>
  ({ trigger: { kind: "webhook", config }, steps: [] }) as unknown as FlowDefinition;

it("reads from the definition what a webhook takes", () => {
  const narrow = contractOf(flow("webhook"), definition({ accepts: ["xml"], auth: ["signature"] }));
  expect(narrow.paths).toEqual(["/hooks/orders", "/api/v1/flows/orders/executions/"]);
  expect([narrow.formats, narrow.proofs]).toEqual([["xml"], ["signature"]]);
  const wide = contractOf(flow("webhook"), definition({}));
  expect([wide.formats, wide.proofs]).toEqual([
    ["json", "xml", "csv"],
    ["token", "signature"],
  ]);
});

it("starts every other flow over REST alone", () => {
  expect(contractOf(flow("schedule"), undefined).paths).toEqual([
    "/api/v1/flows/orders/executions/",
  ]);
});

it("reads what messages are held against, and what a REST call takes", () => {
  const schema = { type: "object", required: ["number"] };
  const found = contractOf(flow("api"), definition({ accepts: ["json"], schema }));
  expect([found.formats, found.schema]).toEqual([["json"], schema]);
  expect(contractOf(flow("webhook"), definition({})).schema).toBeUndefined();
});

it("writes a request for the shell", () => {
  const text = curl("https://example.org/hooks/orders", "xml");
  expect(text).toContain("curl -i https://example.org/hooks/orders \\\n");
  expect(text).toContain("Content-Type: application/xml");
  expect(text).toContain('-H "Idempotency-Key: ');
  expect(text.endsWith("@message.xml")).toBe(true);
});

it("says where a file goes where a batch reads one", () => {
  const batch = (kind: string) =>
    ({
      trigger: { kind: "api" },
      steps: [{ id: "load", kind: "batch", config: { source: { kind } } }],
    }) as unknown as FlowDefinition;
  const paths = (kind: string) => contractOf(flow("api"), batch(kind)).paths.map(doorOf);
  expect(paths("file")).toEqual(["File", "REST call"]);
  expect(paths("list")).toEqual(["REST call"]);
  expect(curlFile("https://example.org/f")).toContain('filename="records.csv"');
});
