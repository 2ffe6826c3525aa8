/** The shapes the API speaks, by the names the console uses for them.
 *
 * They come from the generated client. Where OpenAPI can only say "any JSON" (flow documents,
 * JSON Schemas, payloads), the members are refined here. */

import type { components } from "./schema.gen";

type Schemas = components["schemas"];
type Refined<Base, Members> = Omit<Base, keyof Members> & Members;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type Accepted = Schemas["Accepted"];
export type ExecutionStatus = Schemas["ExecutionStatus"];
export type Me = Schemas["Me"];
export type SectionName = Schemas["Section"];

export interface Where {
  step?: string | null;
  path?: string | null;
  line?: number | null;
  column?: number | null;
}

/** One finding of the validation of a flow document. */
export interface Problem {
  code: string;
  message: string;
  hint?: string | null;
  where?: Where | null;
}

export interface Page<T> {
  next: string | null;
  previous: string | null;
  results: T[];
}

// --- flows ---------------------------------------------------------------------------------

export type FlowCounts = Schemas["Counts"];
export type FlowState = Schemas["FlowState"];
export type FlowPermission = Schemas["FlowPermission"];
export type Flow = Schemas["Flow"];
export type WebhookSecret = Schemas["WebhookSecret"];
export type NewWebhookSecret = Schemas["NewWebhookSecret"];

export interface RetryPolicy {
  max_attempts?: number;
  initial_s?: number;
  factor?: number;
  max_s?: number;
  jitter?: number;
}

export interface Position {
  x: number;
  y: number;
}

export interface StepDefinition {
  id: string;
  kind: string;
  name?: string;
  config?: JsonObject;
  retry?: RetryPolicy;
  position?: Position;
}

export interface EdgeDefinition {
  from: string;
  to: string;
  port?: string;
  when?: string;
}

export interface TriggerDefinition {
  kind: string;
  config?: JsonObject;
  position?: Position;
}

export interface KeysDefinition {
  ordering?: string | null;
  idempotency?: string | null;
  business?: Record<string, string>;
}

/** The flow document, as flows/engine/schema.json publishes it. */
export interface FlowDefinition {
  schema: string;
  slug: string;
  name: string;
  description?: string;
  trigger: TriggerDefinition;
  steps: StepDefinition[];
  edges: EdgeDefinition[];
  keys?: KeysDefinition;
  latency?: "real_time" | "batch";
  labels?: Record<string, string>;
}

export type Draft = Refined<Schemas["Draft"], { definition: FlowDefinition; problems: Problem[] }>;

export type VersionSummary = Schemas["VersionRow"];
export type Version = Refined<Schemas["Version"], { definition: FlowDefinition }>;
export type Sample = Refined<Schemas["Sample"], { input: Json; item: Json }>;

// --- catalogue -----------------------------------------------------------------------------

export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | boolean;
  enum?: Json[];
  const?: Json;
  default?: Json;
  examples?: Json[];
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  format?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  [extension: string]: unknown;
}

export type Kind = Refined<Schemas["Kind"], { config_schema: JsonSchema }>;

export type OperationManifest = Refined<
  Schemas["Operation"],
  { input_schema: JsonSchema; output_schema: JsonSchema }
>;

export type ConnectorManifest = Refined<
  Schemas["Connector"],
  { config_schema: JsonSchema; operations: OperationManifest[] }
>;

export type Connection = Refined<Schemas["Connection"], { config: JsonObject }>;
export type System = Schemas["System"];

// --- executions ----------------------------------------------------------------------------

export interface ErrorSummary {
  code: string;
  message: string;
  [detail: string]: unknown;
}

export type ExecutionRow = Schemas["ExecutionRow"];

export type StepAttempt = Refined<Schemas["Attempt"], { error: ErrorSummary | null }>;

export type ExecutionStep = Refined<
  Schemas["StepRun"],
  { input: Json; output: Json; request: Json; attempts: StepAttempt[] }
>;

export type ExecutionDetail = Refined<
  Schemas["Execution"],
  { definition: FlowDefinition; payload: Json; steps: ExecutionStep[] }
>;

export type Accounting = Schemas["Accounting"];
export type DeadLetter = Schemas["DeadLetter"];
export type DeadLetterGroup = Schemas["DeadLetterGroup"];
export type FailedBatch = Schemas["FailedBatch"];
export type DeadLetterRow = Schemas["DeadLetterRow"];
export type DeadLetterState = DeadLetter["state"];
/** A portion of replays: what began, and what could not. */
export type Replayed = Schemas["Replayed"];

// --- batches -----------------------------------------------------------------------------------

export type BatchProgress = Schemas["BatchProgress"];
export type Batch = Schemas["Batch"];
export type Quality = Schemas["Quality"];
export type BatchRecord = Refined<Schemas["BatchRecord"], { record: Json }>;

// --- access ------------------------------------------------------------------------------------

export type Scope = Schemas["Scope"];
export type Token = Schemas["Token"];
export type NewToken = Schemas["NewToken"];
export type Role = Schemas["RoleName"];
export type Person = Schemas["Person"];
export type PersonWithPassword = Schemas["PersonWithPassword"];
export type HolderKind = Schemas["HolderKind"];
export type FlowRights = Schemas["FlowRights"];
export type ConnectionRights = Schemas["ConnectionRights"];
export type ConnectionPermission = Schemas["ConnectionPermission"];
export type AuditEntry = Refined<Schemas["AuditEntry"], { details: JsonObject }>;

// --- mappings ------------------------------------------------------------------------------

export type Preview = Refined<Schemas["PreviewResult"], { output: Json }>;
