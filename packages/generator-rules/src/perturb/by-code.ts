/** Characters up to here are looked up by code. */
const CODES = 0x250;

/** A table of Latin characters as a list by UTF-16 code, which is found sooner than a map's entry. Other characters are left out. */
export function byCode<T>(entries: Iterable<readonly [character: string, value: T]>): readonly (T | undefined)[] {
  const list = new Array<T | undefined>(CODES).fill(undefined);
  for (const [character, value] of entries) if (character.length === 1) list[character.charCodeAt(0)] = value;
  return list;
}
