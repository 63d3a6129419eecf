/** A part of two texts: in both, or in one alone. */
export interface ComparedPart {
  readonly in: 'both' | 'first' | 'second';
  readonly text: string;
}

/** Word pairs that are compared; of longer texts only the ends that are the same are told apart. */
const MOST_CELLS = 4_000_000;

/**
 * Why two texts are alike: their words in order, those they share and those that only one has (longest common subsequence of words, without regard to case). Joined,
 * the parts of `both` and `first` are the first text but for white space; of shared parts the first text's spelling is given.
 */
export function explainDuplicate(first: string, second: string): ComparedPart[] {
  const [a, b] = [tokens(first), tokens(second)];
  const [x, y] = [a.map(fold), b.map(fold)];
  let start = 0;
  while (start < Math.min(a.length, b.length) && x[start] === y[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && x[a.length - 1 - end] === y[b.length - 1 - end]) end++;
  const parts: ComparedPart[] = [];
  const add = (where: ComparedPart['in'], words: readonly string[]): void => {
    if (words.length === 0) return;
    const last = parts.at(-1);
    if (last?.in === where) parts[parts.length - 1] = { in: where, text: `${last.text} ${words.join(' ')}` };
    else parts.push({ in: where, text: words.join(' ') });
  };
  add('both', a.slice(0, start));
  const [from, to] = [a.length - end, b.length - end];
  for (const [where, word] of middle(
    a.slice(start, from),
    b.slice(start, to),
    x.slice(start, from),
    y.slice(start, to),
  ))
    add(where, [word]);
  add('both', a.slice(from));
  return parts;
}

function tokens(text: string): string[] {
  return text
    .normalize('NFC')
    .split(/\s+/u)
    .filter((word) => word !== '');
}

function fold(word: string): string {
  return word.toLowerCase();
}

/** What lies between the ends that are the same, word by word; runs of one text before those of the other. */
function* middle(
  a: readonly string[],
  b: readonly string[],
  x: readonly string[],
  y: readonly string[],
): Generator<readonly [ComparedPart['in'], string]> {
  const width = b.length + 1;
  const whole = (a.length + 1) * width <= MOST_CELLS;
  const longest = new Int32Array(whole ? (a.length + 1) * width : 0);
  for (let i = a.length - 1; whole && i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [down, right] = [longest[(i + 1) * width + j], longest[i * width + j + 1]];
      longest[i * width + j] = x[i] === y[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(down, right);
    }
  }
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (whole && i < a.length && j < b.length && x[i] === y[j]) {
      yield ['both', a[i++]];
      j++;
    } else if (
      j >= b.length ||
      (i < a.length && (!whole || longest[(i + 1) * width + j] >= longest[i * width + j + 1]))
    )
      yield ['first', a[i++]];
    else yield ['second', b[j++]];
  }
}
