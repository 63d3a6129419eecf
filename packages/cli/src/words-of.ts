/** `--production trees,gpt-4o --production claude`: names, cut at commas. */
export function wordsOf(value: unknown): readonly string[] {
  const texts = (Array.isArray(value) ? value : []) as readonly string[];
  return texts.flatMap((text) => text.split(',').map((name) => name.trim())).filter((name) => name !== '');
}
