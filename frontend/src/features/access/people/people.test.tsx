import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Me, Person } from "@/api/types";
import { ANALYST, renderConsole } from "@/test/render";
import { People } from "./People";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const ADMIN: Me = { ...ANALYST, username: "admin", roles: ["administrator"] };
const person = (id: number, username: string, change: Partial<Person> = {}): Person => ({
  id,
  username,
  display_name: username,
  roles: ["operator"],
  active: true,
  last_sign_in: null,
  created_at: "2026-01-01T00:00:00Z",
  ...change,
});
const PEOPLE = [
  person(1, "admin", { roles: ["administrator"] }),
  person(2, "anna", { roles: ["analyst", "operator"], display_name: "Anna B" }),
  person(3, "gone", { active: false }),
];

const answer = (people: Person[]) =>
  server.use(
    http.get("*/api/v1/people/", () =>
      HttpResponse.json({ next: null, previous: null, results: people }),
    ),
  );

async function show(at = "/people") {
  answer(PEOPLE);
  renderConsole(<People />, { me: ADMIN, at });
  await screen.findByText("Anna B");
}

async function actionsFor(name: string) {
  fireEvent.click(screen.getByRole("button", { name: `Actions for ${name}` }));
  const menu = await screen.findByRole("menu");
  return within(menu)
    .getAllByRole("menuitem")
    .map((item) => item.textContent);
}

describe("the people", () => {
  it("are shown with their roles and state in words", async () => {
    await show();
    expect(screen.getByText("Analyst, Operator")).toBeTruthy();
    expect(screen.getByText("Deactivated")).toBeTruthy();
    expect(screen.getAllByText("never")).toHaveLength(3);
  });

  it("nobody is offered to shut out themself", async () => {
    await show();
    expect(await actionsFor("admin")).toEqual(["Change the roles…", "New password…"]);
  });

  it("who is shut out is offered to be let in", async () => {
    await show();
    expect(await actionsFor("gone")).toContain("Activate…");
  });

  it("a new person's password is shown once", async () => {
    await show();
    let sent: unknown;
    server.use(
      http.post("*/api/v1/people/", async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ ...person(4, "ben"), password: "s3cret-text" }, { status: 201 });
      }),
    );
    fireEvent.click(screen.getByRole("button", { name: "New person" }));
    const dialog = await screen.findByRole("dialog");
    const submit = within(dialog).getByRole("button", { name: "Make the person" });
    expect((submit as HTMLButtonElement).disabled).toBe(true);
    fireEvent.change(within(dialog).getByLabelText("User name"), { target: { value: " ben " } });
    fireEvent.click(within(dialog).getByRole("checkbox", { name: "Steward" }));
    fireEvent.click(submit);
    expect((await screen.findByTestId("password")).textContent).toBe("s3cret-text");
    expect(sent).toEqual({ username: "ben", roles: ["steward"] });
    fireEvent.click(screen.getByRole("button", { name: "I have handed it on" }));
    await waitFor(() => expect(screen.queryByTestId("password")).toBeNull());
  });

  it("a refusal stands in the dialog, in words", async () => {
    await show();
    server.use(
      http.post("*/api/v1/people/2/deactivate/", () =>
        HttpResponse.json(
          { detail: "anna is the last active administrator.", hint: "Give it to another." },
          { status: 409 },
        ),
      ),
    );
    await actionsFor("anna");
    fireEvent.click(screen.getByRole("menuitem", { name: "Deactivate…" }));
    fireEvent.click(await screen.findByRole("button", { name: "Deactivate" }));
    expect((await screen.findByRole("alert")).textContent).toContain("last active administrator");
  });

  it("one's own role administrator stays", async () => {
    await show();
    await actionsFor("admin");
    fireEvent.click(screen.getByRole("menuitem", { name: "Change the roles…" }));
    const box = await screen.findByRole("checkbox", { name: "Administrator" });
    expect((box as HTMLInputElement).disabled).toBe(true);
  });

  it("nobody fits the filter", async () => {
    answer([]);
    renderConsole(<People />, { me: ADMIN, at: "/people?search=zzz" });
    expect(await screen.findByText("Nobody fits the filter")).toBeTruthy();
  });

  it("say what failed", async () => {
    server.use(
      http.get("*/api/v1/people/", () => HttpResponse.json({ detail: "No." }, { status: 500 })),
    );
    renderConsole(<People />, { me: ADMIN });
    expect(await screen.findByText("The people could not be loaded")).toBeTruthy();
  });
});
