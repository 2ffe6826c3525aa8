/** The shapes the API speaks, by the names the console uses for them. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type ExecutionStatus =
  | "queued"
  | "running"
  | "waiting"
  | "retrying"
  | "succeeded"
  | "failed"
  | "dead"
  | "indeterminate"
  | "cancelled";

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

export type SectionName = "wall" | "flows" | "executions" | "dead_letters" | "connections";

export interface Me {
  username: string;
  display_name: string;
  roles: string[];
  sections: string[];
  environment: { name: string; label: string };
  version: string;
}

export interface Page<T> {
  next: string | null;
  previous: string | null;
  results: T[];
}

// --- flows ---------------------------------------------------------------------------------

export interface FlowCounts {
  open: number;
  succeeded: number;
  failed: number;
  dead: number;
  indeterminate: number;
  cancelled: number;
}

export type FlowState = "draft" | "live" | "paused";

export interface Flow {
  slug: string;
  name: string;
  description: string;
  state: FlowState;
  trigger_kind: string;
  live_version: number | null;
  live_hash: string | null;
  draft_revision: number;
  has_unpublished_changes: boolean;
  updated_at: string;
  permissions: string[];
  counts: FlowCounts;
}

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

export interface Draft {
  definition: FlowDefinition;
  revision: number;
  updated_at: string;
  updated_by: string | null;
  problems: Problem[];
}

export interface VersionSummary {
  number: number;
  hash: string;
  published_at: string;
  published_by: string | null;
  note: string;
}

export interface Version extends VersionSummary {
  definition: FlowDefinition;
}

export interface Sample {
  execution: string;
  received_at: string;
  status: ExecutionStatus;
  business_keys: Record<string, string>;
  input: Json;
}

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

export interface Kind {
  kind: string;
  title: string;
  description: string;
  icon: string;
  category: string;
  config_schema: JsonSchema;
  ports: (string | { name: string; title: string })[];
  /** Paths into the settings whose values are further ports (the cases of a branch). */
  config_ports?: string[];
  inside_for_each?: boolean;
}

export interface OperationManifest {
  name: string;
  title: string;
  description?: string;
  input_schema: JsonSchema;
  output_schema?: JsonSchema;
  idempotency: string;
}

export interface ConnectorManifest {
  name: string;
  title: string;
  description?: string;
  icon?: string;
  config_schema: JsonSchema;
  secret_fields?: string[];
  operations: OperationManifest[];
}

export interface Connection {
  slug: string;
  name: string;
  connector: string;
  system: string | null;
  config: JsonObject;
  secrets: Record<string, { set: boolean; changed_at: string | null }>;
  max_concurrency: number;
  health: string;
  last_test: { ok: boolean; message: string; at: string } | null;
  permissions: string[];
}

export interface System {
  slug: string;
  name: string;
  kind: string;
  owner: string;
  description: string;
  allowed_private_hosts: string[];
}

// --- executions ----------------------------------------------------------------------------

export interface ErrorSummary {
  code: string;
  message: string;
  [detail: string]: unknown;
}

export interface ExecutionRow {
  id: string;
  flow: string;
  flow_name: string;
  version: number;
  status: ExecutionStatus;
  trigger_kind: string;
  business_keys: Record<string, string>;
  received_at: string;
  finished_at: string | null;
  duration_ms: number | null;
  step_attempts: number;
  failed_step: string | null;
  error: ErrorSummary | null;
  replay_of: string | null;
}

export interface StepAttempt {
  attempt: number;
  round: number;
  status: string;
  started_at: string | null;
  finished_at: string | null;
  duration_ms: number | null;
  port: string | null;
  error: ErrorSummary | null;
  resume_at: string | null;
}

export interface ExecutionStep {
  step: string;
  name: string;
  kind: string;
  item: number | null;
  status: string;
  input: Json;
  output: Json;
  request: Json;
  attempts: StepAttempt[];
}

export interface ExecutionDetail extends ExecutionRow {
  version_hash: string;
  definition: FlowDefinition;
  ordering_key: string | null;
  idempotency_key: string | null;
  trigger: { kind: string; content_type: string | null; headers: Record<string, string> };
  payload: Json;
  steps: ExecutionStep[];
  permissions: string[];
}

export interface Accounting extends FlowCounts {
  accepted: number;
}

export interface DeadLetterGroup {
  id: string;
  flow: string;
  flow_name: string;
  step: string;
  code: string;
  message: string;
  count: number;
  first_at: string;
  last_at: string;
  example: string;
}

// --- mappings ------------------------------------------------------------------------------

export interface Preview {
  output: Json;
  duration_ms: number;
  engine: string;
}
