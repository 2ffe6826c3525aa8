import { act, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { live } from "@/live/connection";
import type { Listener } from "@/live/protocol";
import { renderConsole } from "@/test/render";
import { OthersHere } from "./OthersHere";
import { usePresence } from "./usePresence";

function Here({ unsaved = false }: { unsaved?: boolean }) {
  return <OthersHere people={usePresence("orders", unsaved)} />;
}

const person = (username: string, unsaved = false, windows = 1) => ({
  username,
  name: `Name of ${username}`,
  unsaved,
  windows,
});

it("shows the others, tells them of unsaved changes, and again after a reconnect", () => {
  let tell: Listener = () => {};
  vi.spyOn(live, "follow").mockImplementation((topic, listener) => {
    expect(topic).toBe("presence:orders");
    tell = listener;
    return () => {};
  });
  const mark = vi.spyOn(live, "mark").mockImplementation(() => {});
  const say = (kind: "snapshot" | "delta", people: unknown[]) =>
    act(() => tell({ topic: "presence:orders", seq: 1, kind, data: { people } }));

  renderConsole(<Here unsaved />);
  expect(screen.getByRole("status").textContent).toBe("");
  expect(mark).toHaveBeenLastCalledWith("presence:orders", true);
  mark.mockClear();
  say("snapshot", [person("analyst")]);
  expect(mark).toHaveBeenCalledWith("presence:orders", true);
  expect(screen.getByRole("status").textContent).toBe("");
  say("delta", [person("analyst"), person("steward", true)]);
  expect(screen.getByText("Also here: Name of steward (unsaved changes)")).toBeTruthy();
  say("delta", [person("analyst", false, 2)]);
  expect(screen.getByText("Also here: you, in another window")).toBeTruthy();
});
