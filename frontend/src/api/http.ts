/** One way to the API: session cookie, CSRF token, problems as errors, 401 announced. */

import { ApiProblem, problemOf, unreachable } from "./problem";

const ROOT = "/api/v1";

export interface Answer<T> {
  data: T;
  etag: string | null;
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  ifMatch?: string;
  signal?: AbortSignal;
}

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Calls `listener` whenever an answer says that the session is over. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export async function request<T>(
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<Answer<T>> {
  const response = await send(method, path, options);
  if (response.status === 401 && !path.startsWith("/session/")) {
    for (const listener of signedOut) listener();
  }
  if (!response.ok) throw await problemOf(response);
  const data = response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  return { data, etag: response.headers.get("etag") };
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  try {
    return await fetch(address(path, options.query), {
      method,
      headers: headersFor(method, options),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: "same-origin",
      signal: options.signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  }
}

function headersFor(method: string, options: RequestOptions): Headers {
  const headers = new Headers({ Accept: "application/json" });
  if (options.body !== undefined) headers.set("Content-Type", "application/json");
  if (options.ifMatch) headers.set("If-Match", options.ifMatch);
  const token = csrfToken();
  if (method !== "GET" && token) headers.set("X-CSRFToken", token);
  return headers;
}

/** Builds the address; a page's `next` link is accepted as it is. */
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

export function csrfToken(): string | null {
  const match = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  return match?.[1] ? decodeURIComponent(match[1]) : null;
}

export const get = async <T>(path: string, options?: RequestOptions): Promise<T> =>
  (await request<T>("GET", path, options)).data;

export const post = async <T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
  (await request<T>("POST", path, { ...options, body: body ?? {} })).data;

export const put = async <T>(path: string, body: unknown, options?: RequestOptions): Promise<T> =>
  (await request<T>("PUT", path, { ...options, body })).data;

export const patch = async <T>(path: string, body: unknown): Promise<T> =>
  (await request<T>("PATCH", path, { body })).data;

export const remove = async (path: string): Promise<void> => {
  await request<void>("DELETE", path);
};

export { ApiProblem };
