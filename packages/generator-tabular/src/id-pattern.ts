/** The form of a column of identifiers: fixed text, then places that each hold one of an alphabet, then fixed text. */
export interface IdPattern {
  readonly prefix: string;
  readonly suffix: string;
  /** Characters that may stand in each place between prefix and suffix. */
  readonly alphabets: readonly string[];
  /** Numbers of the real identifiers, ascending: the places read as digits of a mixed-radix number, the last counting ones. */
  readonly taken: Float64Array;
  /** Share of missing cells. */
  readonly missing: number;
}

/** Places count as digits from the last one up to this many combinations; further places repeat their first character. */
const MOST_NUMBERS = 2 ** 48;
/** With so many identifiers, characters that never stood in a place do not belong there. */
const ENOUGH = 200;

/**
 * Learns the form of identifiers: the prefix and suffix that all share, and between them an alphabet for each place (the characters seen
 * there, widened where it should hold more). Identifiers of several lengths are
 * taken as digits or letters throughout, at their greatest length.
 */
export function learnIdPattern(values: readonly (string | null)[]): IdPattern {
  const present = [...new Set(values.filter((value) => value !== null))];
  const missing =
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + (value === null ? 1 : 0), 0) / values.length;
  if (present.length === 0)
    return { prefix: '', suffix: '', alphabets: [DIGITS], taken: new Float64Array(0), missing: 1 };
  const prefix = sharedPrefix(present);
  const rests = present.map((value) => value.slice(prefix.length));
  const suffix = reverse(sharedPrefix(rests.map(reverse)));
  const middles = rests.map((rest) => rest.slice(0, rest.length - suffix.length));
  const alphabets = alphabetsOf(middles);
  const pattern = { prefix, suffix, alphabets, missing };
  return { ...pattern, taken: takenNumbers(alphabets, middles) };
}

/**
 * The identifier of a counter 0, 1, 2 ...: different for different counters and, while the form has room, none that was learned from.
 * Beyond that (`counter >= idCapacity(pattern)`) identifiers begin again with `-1`, `-2` ... at their end.
 */
export function idAt(pattern: IdPattern, counter: number): string {
  const room = idCapacity(pattern);
  const round = room > 0 ? Math.floor(counter / room) : counter + 1;
  const place = room > 0 ? counter % room : 0;
  const id = `${pattern.prefix}${write(pattern.alphabets, skipTaken(pattern.taken, place))}${pattern.suffix}`;
  return round === 0 ? id : `${id}-${round}`;
}

/** How many new identifiers the form has room for. */
export function idCapacity(pattern: IdPattern): number {
  return combinations(pattern.alphabets) - pattern.taken.length;
}

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

function reverse(text: string): string {
  return [...text].reverse().join('');
}

/** The text that all begin with, cut back so that it does not end inside a number. */
function sharedPrefix(texts: readonly string[]): string {
  let length = texts[0].length;
  for (const text of texts) {
    let same = 0;
    while (same < length && text[same] === texts[0][same]) same++;
    length = same;
  }
  return texts[0]
    .slice(0, length)
    .replace(/[\p{L}\p{N}]+$/u, (word) => (/\d/.test(word) ? word.replace(/\d+$/, '') : word));
}

function alphabetsOf(middles: readonly string[]): readonly string[] {
  const length = middles.reduce((most, text) => Math.max(most, text.length), 0);
  if (middles.every((text) => text.length === length)) {
    return Array.from({ length }, (_, place) => widen(new Set(middles.map((text) => text[place])), middles.length));
  }
  const seen = new Set(middles.flatMap((text) => [...text]));
  const anywhere = widen(seen, 0);
  return Array.from({ length }, (_, place) => (place === 0 ? anywhere.replace('0', '') || anywhere : anywhere));
}

/**
 * The alphabet that the characters seen in one place stand for. Digits: all ten, or nine where a zero never stands (a leading digit),
 * or the one that is always there unless it is a padding zero. Anything else: what was seen, and while examples are few, all of its kind.
 */
function widen(seen: ReadonlySet<string>, examples: number): string {
  const own = [...seen];
  const enough = examples >= ENOUGH;
  if (own.every(isDigit)) {
    if (seen.has('0') || !enough) return DIGITS;
    return own.length === 1 ? own[0] : DIGITS.slice(1);
  }
  if (!enough) {
    const kinds = own.every(isHexadecimal) && own.some(isDigit) ? [DIGITS, LOWER.slice(0, 6)] : [DIGITS, LOWER, UPPER];
    for (const kind of kinds) if (own.some((c) => kind.includes(c))) own.push(...kind);
  }
  return [...new Set(own)].sort().join('');
}

const isDigit = (c: string): boolean => /\d/.test(c);
const isHexadecimal = (c: string): boolean => /[0-9a-f]/.test(c);

/** How many numbers the counting places can hold, at most 2^48. */
function combinations(alphabets: readonly string[]): number {
  let product = 1;
  for (let place = alphabets.length - 1; place >= 0; place--) {
    if (product * alphabets[place].length > MOST_NUMBERS) break;
    product *= alphabets[place].length;
  }
  return product;
}

function takenNumbers(alphabets: readonly string[], middles: readonly string[]): Float64Array {
  const numbers = middles.filter((text) => text.length === alphabets.length).map((text) => read(alphabets, text));
  return Float64Array.from(new Set(numbers.filter((number) => number >= 0))).sort();
}

/** The number that a text writes in the counting places; -1 when a character does not belong. */
function read(alphabets: readonly string[], text: string): number {
  let number = 0;
  let unit = 1;
  for (let place = alphabets.length - 1; place >= 0 && unit * alphabets[place].length <= MOST_NUMBERS; place--) {
    const digit = alphabets[place].indexOf(text[place]);
    if (digit < 0) return -1;
    number += digit * unit;
    unit *= alphabets[place].length;
  }
  return number;
}

function write(alphabets: readonly string[], number: number): string {
  let rest = number;
  let text = '';
  for (let place = alphabets.length - 1; place >= 0; place--) {
    const alphabet = alphabets[place];
    text = alphabet[rest % alphabet.length] + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}

/** The number at `place` among those not taken. */
export function skipTaken(taken: Float64Array, place: number): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (taken[middle] - middle <= place) low = middle + 1;
    else high = middle;
  }
  return place + low;
}
