/** Calls by plain path, for links and for code that is not typed by OpenAPI; prefer `client`. */

import { problemOf } from "./problem";
import { send } from "./transport";

const ROOT = "/api/v1";

export interface RequestOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  signal?: AbortSignal;
}

/** Reads a path under the API, or a page's `next` link as it is. */
export async function get<T>(path: string, options: RequestOptions = {}): Promise<T> {
  return call<T>("GET", path, undefined, options);
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return call<T>("POST", path, body);
}

export async function patch<T>(path: string, body: unknown): Promise<T> {
  return call<T>("PATCH", path, body);
}

export async function remove(path: string): Promise<void> {
  await call<void>("DELETE", path);
}

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  options: RequestOptions = {},
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const request = new Request(new URL(address(path, options.query), location.origin), {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "same-origin",
    signal: options.signal,
  });
  const response = await send(request);
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

export function address(path: string, query: RequestOptions["query"] = {}): string {
  const base = path.startsWith("http") ? withoutOrigin(path) : `${ROOT}${path}`;
  const entries = Object.entries(query).filter(([, value]) => value != null && value !== "");
  if (entries.length === 0) return base;
  const search = new URLSearchParams(entries.map(([name, value]) => [name, String(value)]));
  return `${base}?${search}`;
}

function withoutOrigin(link: string): string {
  const url = new URL(link);
  return `${url.pathname}${url.search}`;
}
