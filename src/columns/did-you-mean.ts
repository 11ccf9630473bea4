/** Longer words are not compared: this looks for typing mistakes in names, not in texts. */
const longestWord = 64;

/**
 * The choice that a word most likely meant, or undefined if none is close: about one letter in three may be
 * missing, added, changed or swapped; case makes no difference.
 */
export function nearest(word: string, choices: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  if (typed.length > longestWord) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const choice of choices) {
    if (Math.abs(choice.length - typed.length) >= least) continue;
    const steps = distance(typed, choice.toLowerCase());
    if (steps < least) {
      least = steps;
      best = choice;
    }
  }
  return best;
}

/** Optimal string alignment: swapping two neighbours counts as one step. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let steps = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        steps = Math.min(steps, at(beforeLast, j - 2) + 1);
      row.push(steps);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
