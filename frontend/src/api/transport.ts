/** How a request travels: session cookie, CSRF token, problems as errors, 401 announced. */

import { problemOf, unreachable } from "./problem";

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Calls `listener` whenever an answer says that the session is over. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/** Like `fetch`, but an answer that refuses is thrown as an `ApiProblem`. */
export async function send(input: Request): Promise<Response> {
  const request = withToken(input);
  const response = await reach(request);
  if (response.ok) return response;
  if (response.status === 401 && !request.url.endsWith("/session/")) {
    for (const listener of signedOut) listener();
  }
  throw await problemOf(response);
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable(request.method === "GET");
  }
}

function withToken(request: Request): Request {
  const token = csrfToken();
  if (request.method !== "GET" && token) request.headers.set("X-CSRFToken", token);
  return request;
}

export function csrfToken(): string | null {
  const match = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  return match?.[1] ? decodeURIComponent(match[1]) : null;
}
