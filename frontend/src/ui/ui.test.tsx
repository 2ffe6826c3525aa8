import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { renderConsole } from "@/test/render";
import { DataTable } from "./DataTable";
import { JsonView } from "./JsonView";
import { fieldNames, sameJson } from "./json";
import { placeOf } from "./ProblemList";
import { StatusBadge } from "./StatusBadge";
import { ErrorState } from "./states";
import { clockTime, count, duration, relativeTime, wallTime } from "./time";

describe("times and numbers", () => {
  const now = new Date("2026-01-10T12:00:00Z");
  const ago = (seconds: number) => relativeTime(new Date(now.getTime() - seconds * 1000), now);

  it("are relative in the largest unit that fits", () => {
    expect(ago(3)).toBe("just now");
    expect(ago(65)).toContain("1 min");
    expect(ago(7_300)).toContain("2 hr");
    expect(ago(-120)).toContain("in 2 min");
  });

  it("are short", () => {
    expect([0.4, 340, 4_200, 200_000, 7_500_000, null].map(duration)).toEqual([
      "<1 ms",
      "340 ms",
      "4.2 s",
      "3 m 20 s",
      "2 h 5 m",
      "–",
    ]);
    expect(count(12_840)).toBe("12,840");
    expect(clockTime(new Date("2026-01-09T10:00:00Z"), now)).toContain("9 Jan");
  });
});

describe("JSON helpers", () => {
  it("compare by value, whatever the order of members", () => {
    expect(sameJson({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
    expect(sameJson({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameJson([1], { 0: 1 })).toBe(false);
    expect(sameJson(undefined, null)).toBe(false);
  });

  it("collect the names inside a value", () => {
    expect(fieldNames({ a: [{ b: { c: 1 } }] })).toEqual(["a", "b", "c"]);
  });
});

describe("a status", () => {
  it("is a word and an icon, also where it is unknown", () => {
    const { container } = renderConsole(<StatusBadge status="dead" />);
    expect(screen.getByText("Dead letter")).toBeTruthy();
    expect(container.querySelector("svg")).toBeTruthy();
    renderConsole(<StatusBadge status="brand-new" />);
    expect(screen.getByText("brand-new")).toBeTruthy();
  });
});

describe("the place of a problem", () => {
  it("names the step and the field, not the document's path", () => {
    const problem = {
      code: "x",
      message: "m",
      where: { step: "map", path: "$.steps[3].config.expression", line: 2, column: 5 },
    };
    expect(placeOf(problem, () => "To order")).toBe("To order · expression, line 2, column 5");
  });
});

describe("JSON on screen", () => {
  it("opens and closes, and hands out the way to a name", () => {
    const pick = vi.fn();
    renderConsole(<JsonView value={{ a: { b: [1, 2] }, empty: {} }} depth={1} onPick={pick} />);
    expect(screen.queryByText("b")).toBeNull();
    fireEvent.click(screen.getByLabelText("Open a"));
    fireEvent.click(screen.getByText("b"));
    expect(pick).toHaveBeenCalledWith(["a", "b"], [1, 2]);
    expect(screen.getAllByText("{}")).toHaveLength(1);
  });
});

describe("an error", () => {
  it("says what to do and offers another try", () => {
    const retry = vi.fn();
    const problem = new ApiProblem(503, {
      title: "Busy",
      detail: "Too busy.",
      hint: "Wait a moment.",
    });
    renderConsole(<ErrorState error={problem} onRetry={retry} />);
    expect(screen.getByRole("alert").textContent).toContain("Wait a moment.");
    fireEvent.click(screen.getByText("Try again"));
    expect(retry).toHaveBeenCalledOnce();
  });

  it("is a refusal where the person may not see it", () => {
    renderConsole(<ErrorState error={new ApiProblem(403, {})} />);
    expect(screen.getByText(/You may not see/)).toBeTruthy();
  });
});

describe("a table", () => {
  const rows = [{ id: "a" }, { id: "b" }];
  const columns = [
    {
      id: "id",
      header: "Id",
      cell: ({ row }: { row: { original: { id: string } } }) => row.original.id,
    },
  ];

  it("opens rows by click and Enter, and moves by arrow keys", () => {
    const open = vi.fn();
    renderConsole(
      <DataTable
        label="Things"
        storageKey="t"
        columns={columns}
        rows={rows}
        idOf={(row) => row.id}
        onOpen={open}
      />,
    );
    const [, first, second] = screen.getAllByRole("row");
    first?.focus();
    fireEvent.keyDown(first as Element, { key: "ArrowDown" });
    expect(document.activeElement).toBe(second);
    fireEvent.keyDown(second as Element, { key: "Enter" });
    fireEvent.click(first as Element);
    expect(open.mock.calls.map(([row]) => row.id)).toEqual(["b", "a"]);
  });

  it("chooses no row that does not fit, also where all are chosen", () => {
    const choose = vi.fn();
    renderConsole(
      <DataTable
        label="Things"
        storageKey="t"
        columns={columns}
        rows={rows}
        idOf={(row) => row.id}
        selection={{ value: {}, onChange: choose, fits: (row) => row.id === "b" }}
      />,
    );
    const [all, first] = screen.getAllByRole("checkbox") as HTMLInputElement[];
    expect(first?.disabled).toBe(true);
    fireEvent.click(all as Element);
    expect(choose).toHaveBeenCalledWith({ b: true });
  });
});

describe("times", () => {
  it("are told on the clock they were written on", () => {
    expect(wallTime("2026-03-30T06:00:00+02:00")).toBe("Mon, 30 Mar 2026, 06:00 +02:00");
    expect(wallTime("2026-12-01T23:30:00+00:00")).toBe("Tue, 01 Dec 2026, 23:30 +00:00");
  });
});
