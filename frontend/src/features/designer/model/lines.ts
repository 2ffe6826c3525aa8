/** The difference of two texts, line by line. */

export interface Line {
  mark: " " | "-" | "+";
  text: string;
}

/** More lines than this on both sides are shown as removed and added as a whole. */
const MOST = 600;

export function lineDifference(before: string, after: string): Line[] {
  const a = before === "" ? [] : before.split("\n");
  const b = after === "" ? [] : after.split("\n");
  if (a.length > MOST && b.length > MOST) return [...marked("-", a), ...marked("+", b)];
  const common = longestCommon(a, b);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ mark: " ", text: a[i] ?? "" });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(common, i + 1, j) >= at(common, i, j + 1))) {
      lines.push({ mark: "-", text: a[i++] ?? "" });
    } else {
      lines.push({ mark: "+", text: b[j++] ?? "" });
    }
  }
  return lines;
}

const marked = (mark: "-" | "+", lines: string[]): Line[] => lines.map((text) => ({ mark, text }));
const at = (table: number[][], i: number, j: number) => table[i]?.[j] ?? 0;

/** For each pair of places: how many lines the rests have in common. */
function longestCommon(a: string[], b: string[]): number[][] {
  const table: number[][] = a.map(() => []);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (!row) continue;
      row[j] =
        a[i] === b[j]
          ? at(table, i + 1, j + 1) + 1
          : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

/** Only what changed and a few lines around it; null stands for what was left out. */
export function around(lines: readonly Line[], context = 3): (Line | null)[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some((one) => one.mark !== " "),
  );
  return lines.flatMap((line, index) => {
    if (near[index]) return [line];
    return index === 0 || near[index - 1] ? [null] : [];
  });
}
