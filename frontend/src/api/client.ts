/** The generated API as calls: every path, parameter and body is checked against OpenAPI. */

import createClient from "openapi-fetch";
import type { paths } from "./schema.gen";
import { send } from "./transport";

export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  credentials: "same-origin",
  fetch: send,
});

/** The data of an answer. Refusals were thrown on the way, so there is always an answer. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** Follows a page's `next` or `previous` link, which the server wrote. */
export async function follow<T>(link: string, signal?: AbortSignal): Promise<T> {
  const url = new URL(link, globalThis.location.origin);
  const here = `${globalThis.location.origin}${url.pathname}${url.search}`;
  const headers = { Accept: "application/json" };
  return (await send(new Request(here, { headers, signal }))).json() as Promise<T>;
}
