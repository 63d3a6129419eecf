import { describe, expect, test } from 'vitest';
import { idAt, idCapacity, learnIdPattern } from '../src/id-pattern.ts';
import { drawn } from './tables.ts';

const first = (values: readonly string[], n: number) => {
  const pattern = learnIdPattern(values);
  return Array.from({ length: n }, (_, i) => idAt(pattern, i));
};

describe('identifiers', () => {
  test.each<[string, string[], RegExp]>([
    ['padded counters', Array.from({ length: 300 }, (_, i) => `C-${String(i).padStart(5, '0')}`), /^C-\d{5}$/],
    ['plain counters', Array.from({ length: 1000 }, (_, i) => String(i + 1)), /^[1-9]\d{3}$/],
    ['letters and digits', drawn(400, 1, (r) => `${'ABC'[r.int(0, 3)]}${r.int(100, 1000)}-x`), /^[ABC][1-9]\d\d-x$/],
    [
      'uuids',
      drawn(400, 2, (r) => {
        const hex = (n: number) => Array.from({ length: n }, () => '0123456789abcdef'[r.int(0, 16)]).join('');
        return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[r.int(0, 4)]}${hex(3)}-${hex(12)}`;
      }),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ],
  ])('%s keep their form, are unique and new', (_, real, form) => {
    const made = first(real, 500);
    expect(new Set(made).size).toBe(500);
    for (const id of made) {
      expect(id).toMatch(form);
      expect(real).not.toContain(id);
    }
  });

  test('far counters of a wide form stay unique', () => {
    const pattern = learnIdPattern(drawn(300, 3, (r) => `U${r.int(10_000_000, 100_000_000)}`));
    const made = Array.from({ length: 1000 }, (_, i) => idAt(pattern, 65_536 * i + (i % 7)));
    expect(new Set(made).size).toBe(1000);
  });

  test('a form without room goes on with a suffix, unique still', () => {
    const real = Array.from({ length: 8 }, (_, i) => `K${i}`);
    const pattern = learnIdPattern(real);
    expect(idCapacity(pattern)).toBe(2);
    const made = Array.from({ length: 50 }, (_, i) => idAt(pattern, i));
    expect(made.slice(0, 4)).toEqual(['K8', 'K9', 'K8-1', 'K9-1']);
    expect(new Set(made).size).toBe(50);
  });

  test('one identifier, none at all, and one that has no places', () => {
    expect(first(['A-17'], 3)).toHaveLength(3);
    expect(new Set(first(['same'], 5)).size).toBe(5);
    expect(first(['same'], 5)).not.toContain('same');
    expect(learnIdPattern([null, null]).missing).toBe(1);
  });
});
