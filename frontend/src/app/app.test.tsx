import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ANALYST, renderConsole } from "@/test/render";
import { readPress } from "./keys";
import { maySee, SECTIONS, sectionsOf } from "./sections";
import { findings, type Known } from "./shell/findings";
import { Nav } from "./shell/Nav";

const press = (key: string, at = 0, more = {}) => ({
  key,
  at,
  typing: false,
  modified: false,
  ...more,
});

describe("global keys", () => {
  it("reads g and a letter as a way to a section", () => {
    const [waiting, none] = readPress({ since: null }, press("g", 100));
    expect(none).toBeNull();
    expect(readPress(waiting, press("e", 500))[1]).toEqual({ go: "e" });
    expect(readPress(waiting, press("e", 5_000))[1]).toBeNull();
  });

  it("leaves typing and shortcuts of the browser alone", () => {
    expect(readPress({ since: null }, press("?", 0, { typing: true }))[1]).toBeNull();
    expect(readPress({ since: 0 }, press("f", 1, { modified: true }))[1]).toBeNull();
    expect(readPress({ since: null }, press("?"))[1]).toEqual({ help: true });
  });
});

describe("sections", () => {
  it("are those the person was granted, however they are spelt", () => {
    expect(
      sectionsOf({ ...ANALYST, sections: ["dead-letters", "flows"] }).map((one) => one.id),
    ).toEqual(["flows", "deadletters"]);
    expect(maySee({ ...ANALYST, sections: [] }, "flows")).toBe(false);
  });

  it("have a letter each", () => {
    expect(new Set(SECTIONS.map(({ letter }) => letter)).size).toBe(SECTIONS.length);
  });

  it("stand in one line as links", () => {
    renderConsole(<Nav sections={SECTIONS} />, { at: "/audit" });
    const links = screen.getAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual(SECTIONS.map(({ title }) => title));
    expect(screen.getByRole("link", { name: "Audit" }).getAttribute("aria-current")).toBe("page");
  });
});

describe("the search", () => {
  const known = {
    sections: sectionsOf(ANALYST),
    flows: [
      {
        slug: "supplier-orders",
        name: "Supplier orders → Odoo",
        description: "",
        permissions: ["view"],
      },
    ],
    connections: [{ slug: "odoo", name: "Odoo (sandbox)", system: "erp", connector: "odoo" }],
    executions: [],
    places: [],
  } as unknown as Known;

  it("finds flows, connections and sections by any of their words", () => {
    expect(findings("orders odoo", known).map((one) => one.path)).toEqual([
      "/flows/supplier-orders",
    ]);
    expect(findings("erp", known).map((one) => one.path)).toEqual(["/connections/odoo"]);
    expect(findings("wall", known)[0]?.path).toBe("/wall");
  });

  it("leads to the list where more executions are found than it shows", () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({
      id: `${index}`,
      business_keys: { order: `PO&-${index}` },
      flow_name: "Orders",
      status: "succeeded",
    })) as unknown as Known["executions"];
    const ways = (executions: Known["executions"]) =>
      findings("PO&", { ...known, executions }).map((one) => one.path);
    expect(ways(rows).slice(5)).toEqual(["/executions/5", "/executions?business_key_prefix=PO%26"]);
    expect(ways(rows.slice(1))).toHaveLength(6);
  });

  it("leads an identifier straight to its execution", () => {
    const id = "01a20498-ca78-72a6-8416-7eebfd6b0cdc";
    expect(findings(` ${id} `, known)[0]?.path).toBe(`/executions/${id}`);
  });
});
