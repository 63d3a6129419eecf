const TAG = '$number';
const TAGGED = /^\$+number$/;
const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/**
 * A value with every number that JSON has no word for as `{ "$number": "NaN" | "Infinity" | "-Infinity" }`. A key of the data that
 * looks like the tag gets one more `$`; `-0` stays a number and JSON writes it `0`. {@link fromJsonNumbers} reverses it.
 */
export function toJsonNumbers(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { [TAG]: String(value) };
  return mapMembers(value, toJsonNumbers, (key) => (TAGGED.test(key) ? `$${key}` : key));
}

/** The reverse of {@link toJsonNumbers}. A tag with an unknown word stays as it is. */
export function fromJsonNumbers(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && Object.keys(value).join() === TAG) {
    const word = (value as { readonly [TAG]: unknown })[TAG];
    if (typeof word === 'string' && Object.hasOwn(WORDS, word)) return WORDS[word];
  }
  return mapMembers(value, fromJsonNumbers, (key) => (key !== TAG && TAGGED.test(key) ? key.slice(1) : key));
}

function mapMembers(value: unknown, change: (member: unknown) => unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [rename(key), change(member)]));
}
