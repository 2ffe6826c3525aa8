import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { focusNode } from "./focus";

beforeEach(() => {
  render(
    <>
      <div className="react-flow__node" data-id="map" tabIndex={-1} data-testid="node" />
      <input aria-label="Search" />
    </>,
  );
});

const node = () => screen.getByTestId("node");
const search = () => screen.getByLabelText("Search");

it("gives the node the focus after a moment", async () => {
  focusNode("map");
  expect(document.activeElement).toBe(document.body);
  await waitFor(() => expect(document.activeElement).toBe(node()));
});

it("does not take the focus from where the next key leads", async () => {
  document.body.addEventListener("keydown", () => search().focus(), { once: true });
  focusNode("map");
  fireEvent.keyDown(document.body, { key: "a" });
  expect(document.activeElement).toBe(search());
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(document.activeElement).toBe(search());
});
