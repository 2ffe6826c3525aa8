/** Starting a flow from the console: the same doors that REST clients use, with the session. */

import { ApiProblem, type ProblemBody, unreachable } from "../problem";
import { csrfToken, send } from "../transport";
import type { Accepted } from "../types";

const at = (path: string) => `${globalThis.location.origin}/api/v1/flows/${path}`;

/** Starts an execution of the live version; the text is the message, as it is. */
export async function startFlow(flow: string, text: string, contentType: string) {
  const headers = { Accept: "application/json", "Content-Type": contentType };
  const request = new Request(at(`${flow}/executions/`), { method: "POST", headers, body: text });
  return (await (await send(request)).json()) as Accepted;
}

export interface Upload {
  flow: string;
  file: File;
  /** The same key with the same file starts nothing new: an upload may be repeated. */
  key: string;
  /** How much of the file is on its way, 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Sends a file, which starts an execution. `fetch` does not tell how far an upload is. */
export function uploadFile({ flow, file, key, onProgress, signal }: Upload): Promise<Accepted> {
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open("POST", at(`${flow}/files/`));
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", typeOf(file));
    request.setRequestHeader("Content-Disposition", dispositionOf(file.name));
    request.setRequestHeader("Idempotency-Key", key);
    request.setRequestHeader("X-CSRFToken", csrfToken() ?? "");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 1);
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status < 300) resolve(body as unknown as Accepted);
      else reject(new ApiProblem(request.status, body));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

const TYPES: Record<string, string> = {
  csv: "text/csv",
  jsonl: "application/jsonl",
  ndjson: "application/x-ndjson",
};

/** By the ending: some systems call every CSV a spreadsheet. */
export function typeOf({ name, type }: { name: string; type: string }): string {
  return TYPES[name.split(".").pop()?.toLowerCase() ?? ""] ?? (type || "application/octet-stream");
}

/** Headers carry ASCII alone; the server reads the name with its percent signs. */
export const dispositionOf = (name: string): string =>
  `attachment; filename="${encodeURIComponent(name)}"`;

function parsed(text: string): ProblemBody {
  try {
    return JSON.parse(text) as ProblemBody;
  } catch {
    return {};
  }
}
