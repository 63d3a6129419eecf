/** Families of models, and how the names of their members look: the words of a name that betray it. */
const FAMILIES: readonly (readonly [family: string, member: RegExp])[] = [
  ['gpt', /gpt|\bo[1-9]\b|davinci|curie|babbage|\bcodex\b/],
  ['claude', /claude|\b(?:sonnet|opus|haiku)\b/],
  ['gemini', /gemini|\bpalm\b|\bbard\b|bison/],
  ['gemma', /gemma/],
  ['llama', /llama|vicuna|alpaca|wizardlm|\bhermes\b/],
  ['mistral', /mistral|mixtral|ministral|codestral|magistral|devstral|pixtral|zephyr/],
  ['qwen', /qwen|\bqwq\b|\bqvq\b/],
  ['deepseek', /deepseek/],
  ['phi', /\bphi\b|\bphi\d/],
  ['command', /\bcommand\b|\baya\b/],
  ['grok', /grok/],
  ['glm', /\b(?:chat)?glm\b|\bglm\d/],
  ['kimi', /kimi/],
  ['nova', /\bnova\b/],
  ['granite', /granite/],
  ['falcon', /falcon/],
];

/**
 * The families that a model's name tells of: `openai/gpt-4o-mini-2024-07-18` and `o3` are of `gpt`; `deepseek-r1-distill-llama-70b` is of two. A name that the table
 * does not know is its own family without owner, version and size.
 */
export function modelFamilies(name: string): ReadonlySet<string> {
  const words = name
    .trim()
    .toLowerCase()
    .replace(/[_.:/@\s]+/g, '-');
  const known = FAMILIES.filter(([, member]) => member.test(words)).map(([family]) => family);
  return new Set(known.length > 0 ? known : [modelFamily(name)]);
}

/** The family that two models share, `null` when they share none. */
export function sharedFamily(one: string, other: string): string | null {
  const families = modelFamilies(other);
  return [...modelFamilies(one)].find((family) => families.has(family)) ?? null;
}

/** A name without owner, version, size and date: `openai/gpt-4o-mini-2024-07-18` is of the family `gpt`, `trees@1` of `trees`. */
function modelFamily(name: string): string {
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
