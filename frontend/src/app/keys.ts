/** Reads key presses into commands: `g` and a letter go to a section, `?` shows the keys. */

export const SEQUENCE_MS = 1_000;

export interface Waiting {
  since: number | null;
}

export type Command = { go: string } | { help: true } | null;

export interface Press {
  key: string;
  at: number;
  typing: boolean;
  modified: boolean;
}

/** The next state and what the press means. Presses while typing mean nothing. */
export function readPress(state: Waiting, press: Press): [Waiting, Command] {
  const idle: Waiting = { since: null };
  if (press.typing || press.modified) return [idle, null];
  if (press.key === "?") return [idle, { help: true }];
  const waiting = state.since !== null && press.at - state.since < SEQUENCE_MS;
  if (waiting) return [idle, { go: press.key.toLowerCase() }];
  if (press.key === "g") return [{ since: press.at }, null];
  return [idle, null];
}

/** True where a key press belongs to a field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
