import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { JsonObject, Sample } from "@/api/types";
import { summaryOf } from "./SampleStrip";
import { useImpact } from "./useImpact";
import { usePreview } from "./usePreview";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const SAMPLES = [1, 2, 3].map((total) => ({
  execution: `e${total}`,
  received_at: "2026-01-01T00:00:00Z",
  status: "succeeded",
  business_keys: {},
  input: { total },
  item: null,
  index: null,
})) as Sample[];
const PUBLISHED = "total";
const NO_BINDINGS: JsonObject = {};
const bindingsOf = () => Promise.resolve(NO_BINDINGS);

let asked: string[] = [];
beforeEach(() => {
  asked = [];
  server.use(
    http.post("*/api/v1/mappings/preview/", async ({ request }) => {
      const { expression, input } = (await request.json()) as {
        expression: string;
        input: { total: number };
      };
      asked.push(expression);
      if (expression.endsWith("(")) {
        const body = { code: "mapping.syntax", detail: "It ends too soon.", where: { line: 1 } };
        return HttpResponse.json(body, { status: 422 });
      }
      const output = expression === PUBLISHED ? input.total : input.total * 2;
      return HttpResponse.json({ output, duration_ms: 1, engine: "reference" });
    }),
  );
});

function typing() {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(
    ({ expression }) => {
      const preview = usePreview(expression, SAMPLES[0]?.input, NO_BINDINGS);
      const impact = useImpact(expression, PUBLISHED, preview.compiles, SAMPLES, bindingsOf);
      return { preview, summary: summaryOf(impact, preview.compiles) };
    },
    { initialProps: { expression: PUBLISHED }, wrapper },
  );
}

it("asks once for a text that cannot be read, and compares nothing", async () => {
  const { result, rerender } = typing();
  await waitFor(() => expect(result.current.preview.result?.output).toBe(1));
  expect(result.current.summary).toBe("Nothing changes");
  for (const expression of ["total * ", "total * $", "total * $sum("]) rerender({ expression });
  expect(result.current.summary).toBe("Comparing…");
  await waitFor(() => expect(result.current.preview.fault?.message).toBe("It ends too soon."));
  expect(result.current.summary).toBe("Not compared");
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(result.current.summary).toBe("Not compared");
  const published = asked.filter((one) => one === PUBLISHED);
  expect(asked.filter((one) => one !== PUBLISHED)).toEqual(["total * $sum("]);
  expect(published.length).toBe(1 + SAMPLES.length);
});

it("says that nothing changes only of what was compared", async () => {
  const { result, rerender } = typing();
  rerender({ expression: "total * 2" });
  const seen = new Set<string>();
  await waitFor(
    () => {
      seen.add(result.current.summary);
      expect(result.current.summary).toBe("3 of 3 change");
    },
    { interval: 5 },
  );
  expect([...seen]).toEqual(["Comparing…", "3 of 3 change"]);
  rerender({ expression: PUBLISHED });
  expect(result.current.summary).toBe("Nothing changes");
});

it("does not take an unreachable server for a result", async () => {
  server.use(
    http.post("*/api/v1/mappings/preview/", () =>
      HttpResponse.json({ code: "server.error" }, { status: 500 }),
    ),
  );
  const { result, rerender } = typing();
  rerender({ expression: "total * 3" });
  await waitFor(() => expect(result.current.summary).toBe("Not compared"));
});
