/** The outputs that edges may leave a node by. */

import type { JsonObject, Kind, StepDefinition } from "@/api/types";
import { isObject } from "@/ui/json";
import { ERROR, OUT } from "./model";

export interface Port {
  name: string;
  title: string;
}

/** Ports in the order they are drawn; the error port is always the last. */
export function portsOf(step: StepDefinition, kind: Kind | undefined): Port[] {
  const fixed = kind ? kind.ports.map(asPort) : fallback(step);
  const named = fromConfig(step, kind);
  const ports = unique([...fixed.filter((port) => port.name !== ERROR), ...named]);
  return fixed.some((port) => port.name === ERROR) ? [...ports, errorPort] : ports;
}

const errorPort: Port = { name: ERROR, title: "On error" };

function asPort(port: Kind["ports"][number]): Port {
  return typeof port === "string" ? { name: port, title: port } : port;
}

/** What a step may have while its kind is not known yet. */
function fallback(step: StepDefinition): Port[] {
  if (step.kind === "stop") return [];
  if (step.kind === "branch") return [errorPort];
  return [{ name: OUT, title: "Output" }, errorPort];
}

function fromConfig(step: StepDefinition, kind: Kind | undefined): Port[] {
  const paths = kind?.config_ports ?? (step.kind === "branch" ? BRANCH_PORTS : []);
  const config = { ...defaultsOf(kind), ...step.config };
  return paths
    .flatMap((path) => read(config, path))
    .filter((name) => name !== "")
    .map((name) => ({ name, title: name }));
}

const BRANCH_PORTS = ["$.cases[*].name", "$.default"];

function defaultsOf(kind: Kind | undefined): JsonObject {
  const properties = kind?.config_schema.properties ?? {};
  const given = Object.entries(properties).filter(([, schema]) => schema.default !== undefined);
  return Object.fromEntries(given.map(([name, schema]) => [name, schema.default ?? null]));
}

/** The texts at a small JSON path: names, and `[*]` for every item. */
function read(config: JsonObject, path: string): string[] {
  const parts = path.replace(/^\$\.?/, "").match(/[^.[\]]+/g) ?? [];
  let values: unknown[] = [config];
  for (const part of parts) {
    values = values.flatMap((value) => {
      if (part === "*") return Array.isArray(value) ? value : [];
      return isObject(value) && part in value ? [value[part]] : [];
    });
  }
  return values.filter((value): value is string => typeof value === "string");
}

function unique(ports: Port[]): Port[] {
  const seen = new Set<string>();
  return ports.filter((port) => !seen.has(port.name) && seen.add(port.name));
}
