import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { renderConsole } from "@/test/render";
import { UserMenu } from "./UserMenu";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function ask() {
  renderConsole(<UserMenu />);
  fireEvent.click(screen.getByRole("button", { name: /Signed in as/ }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Change password…" }));
  fireEvent.change(await screen.findByLabelText("Your password now"), { target: { value: "old" } });
  fireEvent.change(screen.getByLabelText("New password"), { target: { value: "new" } });
  fireEvent.click(screen.getByRole("button", { name: "Change the password" }));
}

describe("one's own password", () => {
  it("is changed by whoever knows the old one", async () => {
    const asked: unknown[] = [];
    server.use(
      http.post("*/api/v1/me/password/", async ({ request }) => {
        asked.push(await request.json());
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await ask();
    await waitFor(() => expect(screen.queryByLabelText("New password")).toBeNull());
    expect(asked).toEqual([{ current: "old", password: "new" }]);
  });

  it("is refused beside the field that is wrong", async () => {
    const problems = [
      { code: "invalid.invalid", message: "Too short.", hint: "", where: { path: "password" } },
      { code: "invalid.invalid", message: "Too common.", hint: "", where: { path: "password" } },
    ];
    server.use(
      http.post("*/api/v1/me/password/", () =>
        HttpResponse.json(
          { status: 400, code: "invalid", detail: "2 fields are not right.", problems },
          { status: 400, headers: { "Content-Type": "application/problem+json" } },
        ),
      ),
    );
    await ask();
    expect(await screen.findByText("Too short. Too common.")).toBeTruthy();
    expect(screen.queryByText(/2 fields/)).toBeNull();
  });
});
