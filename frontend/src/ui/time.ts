/** Times and durations in words. */

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

/** "3 min. ago", "in 2 hr."; under ten seconds "just now". */
export function relativeTime(instant: Date, now: Date): string {
  const seconds = (instant.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) < 10) return "just now";
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(Math.trunc(seconds), "second");
}

/** Made once: a table of a hundred times would make a hundred of them. */
const exact = new Intl.DateTimeFormat("en-GB", {
  year: "numeric",
  month: "short",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  timeZoneName: "short",
});

/** The exact time in the viewer's zone, with the zone's name. */
export const exactTime = (instant: Date): string => exact.format(instant);

const wall = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "2-digit",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** The clock of the place an ISO time was written at, with its offset: "Mon, 30 Mar 2026, 06:00 +02:00". */
export function wallTime(iso: string): string {
  const offset = /(?:Z|[+-]\d{2}:\d{2})$/.exec(iso)?.[0] ?? "";
  return `${wall.format(new Date(`${iso.slice(0, iso.length - offset.length)}Z`))} ${offset}`.trim();
}

/** "340 ms", "4.2 s", "3 m 20 s", "2 h 5 m". */
export function duration(ms: number | null | undefined): string {
  if (ms == null) return "–";
  if (ms < 1) return "<1 ms";
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} m ${Math.floor((ms % 60_000) / 1_000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

const number = new Intl.NumberFormat("en-GB");

/** 12345 as "12,345". */
export const count = (value: number): string => number.format(value);

const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString();

/** "18:42:07" for today, "21 Nov, 18:42" for other days. */
export function clockTime(instant: Date, now: Date = new Date()): string {
  const options: Intl.DateTimeFormatOptions = sameDay(instant, now)
    ? { timeStyle: "medium" }
    : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", options).format(instant);
}

/** 1 as "1 dead letter", 12345 as "12,345 dead letters". */
export const countOf = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;
