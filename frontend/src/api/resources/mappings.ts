import { post } from "../http";
import type { Json, JsonObject, Preview } from "../types";

export const previewMapping = (
  body: { expression: string; input: Json; bindings?: JsonObject },
  signal?: AbortSignal,
) => post<Preview>("/mappings/preview/", body, { signal });
