// @vitest-environment jsdom
import { QueryObserver } from "@tanstack/react-query";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createQueryClient } from "./query";
import { stepKindsQuery } from "./resources/catalogue";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe("what could not be read", () => {
  it("is read by itself once the server is there again", async () => {
    let there = false;
    server.use(
      http.get("*/healthz", () => (there ? HttpResponse.text("ok") : HttpResponse.error())),
      http.get("*/api/v1/step-kinds/", () =>
        there ? HttpResponse.json([]) : HttpResponse.error(),
      ),
    );
    const client = createQueryClient(1);
    const observer = new QueryObserver(client, { ...stepKindsQuery, retry: false });
    const leave = observer.subscribe(() => {});
    await vi.waitFor(() => expect(observer.getCurrentResult().isError).toBe(true));
    there = true;
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual([]));
    leave();
  });

  it("is left alone where the server refused it", async () => {
    let asked = 0;
    server.use(
      http.get("*/healthz", () => HttpResponse.text("ok")),
      http.get("*/api/v1/step-kinds/", () => {
        asked += 1;
        return HttpResponse.json({ code: "denied" }, { status: 403 });
      }),
    );
    const client = createQueryClient(1);
    const observer = new QueryObserver(client, stepKindsQuery);
    const leave = observer.subscribe(() => {});
    await vi.waitFor(() => expect(observer.getCurrentResult().isError).toBe(true));
    expect(asked).toBe(1);
    leave();
  });
});
