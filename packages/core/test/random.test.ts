import { expect, test } from 'vitest';
import { createRandom, randomFromKey, xoshiro128pp } from '@verisim/core';

test('xoshiro128++ gives the published vector', () => {
  const next = xoshiro128pp(1, 2, 3, 4);
  const drawn = Array.from({ length: 10 }, next);
  expect(drawn).toEqual([
    641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
  ]);
});

test('a fork depends on its label, not on what was drawn', () => {
  const a = createRandom(7);
  const b = createRandom('7');
  b.next();
  expect(a.fork('x').next()).toBe(b.fork('x').next());
  expect(a.fork('x').next()).not.toBe(a.fork('y').next());
  expect(randomFromKey(a.fork('x').key).next()).toBe(a.fork('x').next());
});
