// @vitest-environment jsdom
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { api, data, follow } from "./client";
import { ApiProblem } from "./problem";
import { onSignedOut } from "./transport";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const PROBLEM = {
  title: "Unprocessable",
  status: 422,
  detail: "The expression cannot be read.",
  code: "mapping.syntax",
  hint: "Close the bracket.",
  where: { line: 3, column: 7 },
};

const refused = () => data(api.GET("/api/v1/step-kinds/")).catch((error: unknown) => error);

describe("the way to the API", () => {
  it("throws a problem body as a typed problem", async () => {
    server.use(
      http.get("*/api/v1/step-kinds/", () =>
        HttpResponse.json(PROBLEM, {
          status: 422,
          headers: { "content-type": "application/problem+json" },
        }),
      ),
    );
    const problem = (await refused()) as ApiProblem;
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem.code).toBe("mapping.syntax");
    expect(problem.where).toEqual({ line: 3, column: 7 });
    expect(problem.transient).toBe(false);
  });

  it("makes a problem of an answer that is no JSON, and of no answer", async () => {
    server.use(
      http.get("*/api/v1/step-kinds/", () => new HttpResponse("bad gateway", { status: 502 })),
    );
    const gateway = (await refused()) as ApiProblem;
    expect([gateway.status, gateway.transient]).toEqual([502, true]);
    server.use(http.get("*/api/v1/step-kinds/", () => HttpResponse.error()));
    expect(((await refused()) as ApiProblem).code).toBe("network.unreachable");
  });

  it("announces the end of the session, but not a refused sign-in", async () => {
    const ended = vi.fn();
    const stop = onSignedOut(ended);
    const unauthorized = () => HttpResponse.json({ code: "x" }, { status: 401 });
    server.use(
      http.get("*/api/v1/step-kinds/", unauthorized),
      http.post("*/api/v1/session/", unauthorized),
    );
    await data(api.POST("/api/v1/session/", { body: { username: "a", password: "b" } })).catch(
      () => {},
    );
    expect(ended).not.toHaveBeenCalled();
    await refused();
    expect(ended).toHaveBeenCalledOnce();
    stop();
  });

  it("sends the CSRF token with changes", async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no cookie store
    document.cookie = "csrftoken=secret";
    let sent: string | null = null;
    server.use(
      http.post("*/api/v1/flows/f/pause/", ({ request }) => {
        sent = request.headers.get("X-CSRFToken");
        return HttpResponse.json({});
      }),
    );
    await data(api.POST("/api/v1/flows/{slug}/pause/", { params: { path: { slug: "f" } } }));
    expect(sent).toBe("secret");
  });

  it("follows a page's link on its own origin", async () => {
    server.use(
      http.get("*/api/v1/flows/", ({ request }) =>
        HttpResponse.json({ cursor: new URL(request.url).searchParams.get("cursor") }),
      ),
    );
    const page = await follow<{ cursor: string }>(
      "https://elsewhere.example/api/v1/flows/?cursor=abc",
    );
    expect(page.cursor).toBe("abc");
  });
});
