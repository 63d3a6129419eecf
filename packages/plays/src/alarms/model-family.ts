/** A name without owner, version, size and date: `openai/gpt-4o-mini-2024-07-18` is of the family `gpt`, `trees@1` of `trees`. */
export function modelFamily(name: string): string {
  const plain = normalName(name)
    .replace(/^.*\//, '')
    .replace(/[@:].*$/, '');
  const words = plain.split(/[-_. ]+/).filter((word) => word !== '');
  const numbered = words.findIndex((word, i) => i > 0 && /^v?\d/.test(word));
  const kept = numbered < 0 ? words : words.slice(0, numbered);
  return kept.map((word) => word.replace(/(?<=[a-z])\d.*$/, '')).join('-');
}

/** A name as names are compared: trimmed, lower case. */
export function normalName(name: string): string {
  return name.trim().toLowerCase();
}
