/** Every failure of the API as one typed error (RFC 9457 problem bodies). */

import type { Problem, Where } from "./types";

export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  hint?: string | null;
  where?: Where | null;
  problems?: Problem[];
  [extension: string]: unknown;
}

export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly hint: string | null;
  readonly where: Where | null;
  readonly problems: Problem[];
  /** The whole body, for members that only one endpoint has. */
  readonly body: ProblemBody;

  constructor(status: number, body: ProblemBody) {
    super(body.detail || body.title || `The server answered ${status}.`);
    this.name = "ApiProblem";
    this.status = status;
    this.body = body;
    this.code = body.code ?? `http.${status}`;
    this.title = body.title ?? titleOf(status);
    this.hint = body.hint ?? null;
    this.where = body.where ?? null;
    this.problems = body.problems ?? [];
  }

  /** True where another try of the same request may succeed. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** The problem of a request that never got an answer. What reads is asked again by itself (query.ts);
 * what changes something is not. */
export function unreachable(reads = true): ApiProblem {
  return new ApiProblem(0, {
    code: "network.unreachable",
    title: "No answer from the server",
    detail: "The server could not be reached.",
    hint: reads
      ? "Check your connection. The page tries again by itself."
      : "Check your connection, then try again.",
  });
}

/** Reads a refused response, whatever its body is. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return new ApiProblem(response.status, {});
  try {
    return new ApiProblem(response.status, (await response.json()) as ProblemBody);
  } catch {
    return new ApiProblem(response.status, {});
  }
}

function titleOf(status: number): string {
  if (status === 403) return "Not permitted";
  if (status === 404) return "Not found";
  if (status >= 500) return "The server failed";
  return "The request was refused";
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiProblem(500, { code: "console.unexpected", title: "Something went wrong", detail });
}
