import { api, data } from "../client";
import type { Json, JsonObject, Preview } from "../types";

export interface PreviewRequest {
  expression: string;
  input: Json;
  bindings?: JsonObject;
}

/** Evaluates an expression as an execution would; refuses with the line and column of a fault. */
export const previewMapping = async (body: PreviewRequest, signal?: AbortSignal) =>
  (await data(api.POST("/api/v1/mappings/preview/", { body, signal }))) as Preview;
