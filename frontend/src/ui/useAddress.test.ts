import { expect, it } from "vitest";
import { addressOf, filterOf } from "./useAddress";

const NAMES = ["flow", "status"] as const;

it("gives equal filters equal links, and reads them back", () => {
  const link = addressOf(NAMES, { status: "dead", flow: "orders" });
  expect(link.toString()).toBe("flow=orders&status=dead");
  expect(filterOf(NAMES, link)).toEqual({ flow: "orders", status: "dead" });
});

it("leaves out what is empty or no member of the filter", () => {
  expect(filterOf(NAMES, new URLSearchParams("status=&other=1"))).toEqual({});
  expect(addressOf(NAMES, { flow: undefined }).toString()).toBe("");
});
