import { columnOf, type Table } from '@verisim/core';
import type { Dirt } from './dirt.ts';
import { withinOneEdit } from './one-edit.ts';

/** A level is a variant of another that is so many times as frequent. */
const TIMES = 20;
/** In shorter words one letter makes another word: only case and blanks count. */
const LEAST_LETTERS = 5;
const MOST_LEVELS = 5000;

/**
 * Misspelt levels, by coded column: rare levels that differ from a level 20 times as frequent by case, blanks or punctuation alone, or by one
 * letter. Levels with digits are codes, where one character is no slip.
 */
export function typoDirt(real: Table): readonly Dirt[] {
  return real.spec.columns.flatMap(({ name }): Dirt[] => {
    const column = columnOf(real, name);
    if (column.storage !== 'coded' || column.levels.length > MOST_LEVELS) return [];
    const counts = new Map<string, number>();
    for (const code of column.codes)
      if (code >= 0) counts.set(column.levels[code], (counts.get(column.levels[code]) ?? 0) + 1);
    const frequent = [...counts].filter(([, n]) => n >= TIMES);
    const variant = variantTest(frequent, counts);
    const count = (table: Table) => variantsIn(table, name, variant);
    return count(real).hits === 0 ? [] : [{ what: `misspelt or miscased values of "${name}"`, count }];
  });
}

function variantTest(frequent: readonly (readonly [string, number])[], counts: ReadonlyMap<string, number>) {
  const plain = new Map(frequent.map(([level, n]) => [level, { letters: lettersOf(level), n }]));
  return (level: string): boolean => {
    const own = counts.get(level) ?? 0;
    const letters = lettersOf(level);
    for (const [other, { letters: wanted, n }] of plain) {
      if (other === level || n < TIMES * Math.max(1, own)) continue;
      if (letters === wanted && letters !== '') return true;
      const word = letters.length >= LEAST_LETTERS && wanted.length >= LEAST_LETTERS && !/\d/.test(letters + wanted);
      if (word && withinOneEdit(letters, wanted)) return true;
    }
    return false;
  };
}

/** Letters and digits in lower case. */
function lettersOf(level: string): string {
  return level.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function variantsIn(table: Table, name: string, variant: (level: string) => boolean): { hits: number; of: number } {
  const column = columnOf(table, name);
  if (column.storage !== 'coded') return { hits: 0, of: 0 };
  const seen = new Int32Array(column.levels.length);
  let of = 0;
  for (const code of column.codes) {
    if (code < 0) continue;
    of++;
    seen[code]++;
  }
  const hits = column.levels.reduce((sum, level, code) => sum + (seen[code] > 0 && variant(level) ? seen[code] : 0), 0);
  return { hits, of };
}
