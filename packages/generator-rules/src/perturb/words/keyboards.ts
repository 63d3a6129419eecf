import { byCode } from '../by-code.ts';
import type { Layout } from '../kind.ts';

/** The rows of letters from the top, as the keyboards of ISO/IEC 9995 have them. Digits are left alone: another number would be another fact. */
const KEYS: Readonly<Record<Layout, readonly string[]>> = {
  qwerty: ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  qwertz: ['qwertzuiopü', 'asdfghjklöä', 'yxcvbnm'],
  azerty: ['azertyuiop', 'qsdfghjklm', 'wxcvbn'],
};

/** How far right a row begins, in keys. */
const SHIFT = [0, 0.25, 0.75];

type Neighbours = readonly (string | undefined)[];

const tables = new Map<Layout, Neighbours>();

/** The keys around each key by its UTF-16 code, as letters: of capitals capitals. */
export function keyNeighbours(layout: Layout): Neighbours {
  const known = tables.get(layout);
  if (known) return known;
  const keys = KEYS[layout].flatMap((row, y) => Array.from(row, (key, x) => ({ key, x: x + SHIFT[y], y })));
  const found = new Map<string, string>();
  for (const one of keys) {
    const near = keys.filter(
      ({ x, y, key }) => key !== one.key && Math.abs(y - one.y) <= 1 && Math.abs(x - one.x) <= 1,
    );
    const around = near.map(({ key }) => key).join('');
    found.set(one.key, around);
    found.set(one.key.toUpperCase(), around.toUpperCase());
  }
  const made = byCode(found);
  tables.set(layout, made);
  return made;
}
