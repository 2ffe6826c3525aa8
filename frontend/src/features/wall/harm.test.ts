import { describe, expect, it } from "vitest";
import { clockTime } from "@/ui/time";
import { byHarm, type Signs, technical, type WallFlow } from "./harm";

const NOW = new Date("2026-01-10T12:00:00Z");
const EARLIER = "2026-01-10T11:57:00Z";

interface Change extends Partial<Omit<WallFlow, "signs" | "counts">> {
  counts?: Partial<WallFlow["counts"]>;
  signs?: Partial<Signs>;
}

const flow = (name: string, { counts, signs, ...rest }: Change = {}): WallFlow => ({
  slug: name,
  name,
  state: "live",
  last_at: null,
  ...rest,
  counts: {
    open: 0,
    succeeded: 1,
    failed: 0,
    dead: 0,
    indeterminate: 0,
    cancelled: 0,
    ...counts,
  },
  signs: {
    dead_letters: 0,
    cause: null,
    recent: { ended: 0, dead: 0 },
    waiting_since: null,
    unattended: false,
    held: 0,
    failed_records: 0,
    targets: [],
    resting: [],
    ...signs,
  },
});

const away = {
  slug: "odoo",
  name: "Odoo",
  health: "failing" as const,
  message: "It cannot be reached.",
  since: EARLIER,
};

const stands = (change: Change) => technical(flow("a", change), NOW);

describe("the technical light", () => {
  it("says that a restore holds executions, and leads to them", () => {
    const { word, ways } = stands({ counts: { open: 2 }, signs: { held: 2 } });
    expect(word).toBe("2 held since a restore");
    expect(ways[0]?.to).toBe("/executions?flow=a&status=waiting");
  });

  it("does not call all well where records of a batch failed", () => {
    const { word, tone, ways } = stands({ signs: { failed_records: 4 } });
    expect([word, tone]).toEqual(["Works, 4 records failed", "retrying"]);
    expect(ways[0]?.to).toBe("/dead-letters?flow=a");
  });

  it("tells a flow that works, though messages failed, from one that does not", () => {
    const failed = stands({
      counts: { dead: 3 },
      signs: { dead_letters: 3, cause: "No currency.", recent: { ended: 20, dead: 3 } },
    });
    expect([failed.word, failed.says]).toEqual(["Works, 3 messages failed", "No currency."]);
    expect(failed.ways).toEqual([{ to: "/dead-letters?flow=a", words: "3 dead letters" }]);
    const all = stands({
      signs: { dead_letters: 20, cause: "No currency.", recent: { ended: 20, dead: 20 } },
    });
    expect(all.word).toBe("Not working");
    expect(all.says).toContain("The last 20 messages all failed");
  });

  it("names the target that is away, and since when", () => {
    const light = stands({ signs: { targets: [away] } });
    expect(light.word).toBe("Not working");
    expect(light.says).toBe("Odoo has not answered for 3 m 0 s.");
    expect(light.ways.map(({ to }) => to)).toEqual(["/connections/odoo"]);
    const refused = stands({ signs: { targets: [{ ...away, health: "refused" }] } });
    expect(refused.says).toContain("refuses Fairlead");
  });

  it("names a target that is left alone, whatever else is to be said", () => {
    const until = "2026-01-10T12:01:00Z";
    const rest = { slug: "odoo", name: "Odoo", reason: "asked" as const, until };
    const says = `Odoo rests until ${clockTime(new Date(until), NOW)} — its target asked for it.`;
    const well = stands({ signs: { resting: [rest] } });
    expect([well.word, well.says]).toEqual(["Works, a target rests", says]);
    expect(stands({ signs: { resting: [rest], targets: [away] } }).says).toBe(
      `Odoo has not answered for 3 m 0 s. ${says}`,
    );
    expect(stands({ signs: { resting: [{ ...rest, until: EARLIER }] } }).word).toBe("Works");
  });

  it("tells a queue that is long from one that nobody looks after", () => {
    const waiting = { counts: { open: 7 }, signs: { waiting_since: EARLIER } };
    expect(stands(waiting).word).toBe("Behind");
    const alone = stands({ ...waiting, signs: { ...waiting.signs, unattended: true } });
    expect([alone.word, alone.says]).toEqual([
      "Not working",
      "No worker takes up messages: 7 wait.",
    ]);
  });

  it("counts a discarded dead letter as dealt with", () => {
    expect(stands({ counts: { dead: 3 } }).word).toBe("Works");
  });

  it("claims nothing that it was not told", () => {
    expect(technical({ ...flow("a"), signs: undefined }, NOW).word).toBe("Not known");
    expect(stands({ state: "paused", signs: { targets: [away] } }).word).toBe("Paused");
    expect(stands({ state: "draft" }).word).toBe("Not live");
  });
});

it("puts what harms most first", () => {
  const flows = [
    flow("well"),
    flow("failed", { signs: { dead_letters: 2 } }),
    flow("more failed", { signs: { dead_letters: 9 } }),
    flow("unsure", { counts: { indeterminate: 1 } }),
    flow("away", { signs: { targets: [away] } }),
  ];
  expect(flows.sort(byHarm(NOW)).map((one) => one.name)).toEqual([
    "away",
    "unsure",
    "more failed",
    "failed",
    "well",
  ]);
});
