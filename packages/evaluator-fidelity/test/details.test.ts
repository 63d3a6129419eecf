import { expect, it } from 'vitest';
import {
  functionalDependencies,
  missingPatternSimilarity,
  prepareColumn,
  rareCombinations,
  tailCoverage,
} from '../src/index.ts';
import { levels, numbers } from './tables.ts';

const of = (kind: 'number' | 'category', real: ReturnType<typeof numbers | typeof levels>, synthetic: typeof real) =>
  prepareColumn({ name: kind, kind, nullable: true, role: 'feature' }, real, synthetic);
const repeat = <T>(n: number, cells: readonly T[]): T[] => Array.from({ length: n }, (_, i) => cells[i % cells.length]);

it('missing patterns: columns that lack cells together differ from columns that lack them apart', () => {
  const a = numbers(...repeat(100, [null, 1]));
  const b = numbers(...repeat(100, [null, 1]));
  const apart = numbers(...repeat(100, [1, null]));
  expect(missingPatternSimilarity([of('number', a, a), of('number', b, b)])).toBe(1);
  expect(missingPatternSimilarity([of('number', a, a), of('number', b, apart)])).toBe(0);
  expect(missingPatternSimilarity([of('number', apart, apart)].slice(1))).toBeNull();
});

it('tail coverage: three of six regions are reached from the middle upwards', () => {
  const real = numbers(...Array.from({ length: 10_001 }, (_, i) => i));
  const upper = numbers(...Array.from({ length: 5001 }, (_, i) => i + 5000));
  const pair = of('number', real, upper);
  if (!pair.ordered) throw new Error('numbers are ordered');
  expect(tailCoverage(pair)).toBe(0.5);
});

it('functional dependencies: half of the synthetic rows keep the only exact one', () => {
  const x = repeat(60, ['p', 'q', 'r']);
  const y = repeat(60, ['low', 'low', 'high']);
  const wrong = y.map((cell, i) => (i % 2 === 0 ? cell : cell === 'low' ? 'high' : 'low'));
  const pairs = [of('category', levels(...x), levels(...x)), of('category', levels(...y), levels(...wrong))];
  expect(functionalDependencies(pairs).map(({ kept }) => kept)).toEqual([0.5]);
});

it('rare combinations: one of two that real rows show twice is there', () => {
  const first = [...repeat(100, ['a']), 'b', 'b', 'c', 'c'];
  const second = [...repeat(100, ['x']), 'y', 'y', 'z', 'z'];
  const pairs = [
    of('category', levels(...first), levels('a', 'b', 'c')),
    of('category', levels(...second), levels('x', 'y', 'y')),
  ];
  expect(rareCombinations(pairs, 2)).toBe(0.5);
});
