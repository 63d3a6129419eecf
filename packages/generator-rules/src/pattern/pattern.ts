import type { Random } from '@verisim/core';

/** A regular expression that can be written out: no repetition is without end. */
export type Pattern =
  | { readonly kind: 'chars'; readonly chars: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly of: Pattern; readonly low: number; readonly high: number };

/** Characters of the longest text, nothing that is repeated counted as one; `Infinity` beyond what numbers hold. */
export function patternLength(pattern: Pattern): number {
  if (pattern.kind === 'chars') return 1;
  if (pattern.kind === 'sequence') return pattern.parts.reduce((sum, part) => sum + patternLength(part), 0);
  if (pattern.kind === 'choice') return Math.max(...pattern.options.map(patternLength));
  return pattern.high === 0 ? 0 : pattern.high * Math.max(1, patternLength(pattern.of));
}

/** How many ways there are to write it out; `Infinity` beyond what numbers hold. */
export function patternSize(pattern: Pattern): number {
  if (pattern.kind === 'chars') return pattern.chars.length;
  if (pattern.kind === 'sequence') return pattern.parts.reduce((product, part) => product * patternSize(part), 1);
  if (pattern.kind === 'choice') return pattern.options.reduce((sum, option) => sum + patternSize(option), 0);
  const size = patternSize(pattern.of);
  let sum = 0;
  for (let count = pattern.low; count <= pattern.high && sum < Number.MAX_VALUE; count++) sum += size ** count;
  return sum;
}

/** A way to draw a text: every choice and every number of repetitions equally likely. */
export function patternDrawer(pattern: Pattern): (random: Random) => string {
  if (pattern.kind === 'chars') {
    const { chars } = pattern;
    return chars.length === 1 ? () => chars[0] : (random) => chars[random.int(0, chars.length)];
  }
  if (pattern.kind === 'choice') {
    const options = pattern.options.map(patternDrawer);
    return (random) => options[random.int(0, options.length)](random);
  }
  if (pattern.kind === 'sequence') {
    const parts = pattern.parts.map(patternDrawer);
    return (random) => {
      let text = '';
      for (const part of parts) text += part(random);
      return text;
    };
  }
  const { low, high } = pattern;
  const one = patternDrawer(pattern.of);
  return (random) => {
    let text = '';
    for (let left = low === high ? low : random.int(low, high + 1); left > 0; left--) text += one(random);
    return text;
  };
}

/** The text of that number, 0 to `patternSize` - 1, of a pattern whose texts are all of one length. */
export function patternText(pattern: Pattern, number: number): string {
  if (pattern.kind === 'chars') return pattern.chars[number];
  if (pattern.kind === 'choice') {
    let left = number;
    for (const option of pattern.options) {
      const size = patternSize(option);
      if (left < size) return patternText(option, left);
      left -= size;
    }
    throw new RangeError(`patternText: no text ${number}`);
  }
  const parts = pattern.kind === 'sequence' ? pattern.parts : new Array<Pattern>(pattern.low).fill(pattern.of);
  let text = '';
  let left = number;
  for (let i = parts.length - 1; i >= 0; i--) {
    const size = patternSize(parts[i]);
    text = patternText(parts[i], left % size) + text;
    left = Math.floor(left / size);
  }
  return text;
}

/**
 * The characters that may stand in each place of a pattern all of whose texts have one length and come about in one way; `null` for any other,
 * whose texts could not be numbered.
 */
export function placesOf(pattern: Pattern): readonly ReadonlySet<string>[] | null {
  if (pattern.kind === 'chars') return [new Set(pattern.chars)];
  if (pattern.kind === 'repeat') {
    const own = pattern.low === pattern.high ? placesOf(pattern.of) : null;
    return own && Array.from({ length: pattern.low }, () => own).flat();
  }
  const parts = (pattern.kind === 'sequence' ? pattern.parts : pattern.options).map(placesOf);
  if (!parts.every((part) => part !== null)) return null;
  if (pattern.kind === 'sequence') return parts.flat();
  const [first, ...others] = parts;
  if (others.some((part) => part.length !== first.length)) return null;
  const apart = parts.every((part, i) =>
    parts.slice(0, i).every((other) => part.some((set, at) => [...set].every((char) => !other[at].has(char)))),
  );
  return apart ? first.map((_, at) => new Set(parts.flatMap((part) => [...part[at]]))) : null;
}
