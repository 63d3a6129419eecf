import { expect, test } from 'vitest';
import { playIn, playWorlds } from '../bench/play-worlds.ts';

// The bench play-worlds plays each 50 times; here each kind once, with fewer holdout rows.
test.each([
  'slice, outside knowledge',
  'no gap in a class',
  'off the distribution, slice',
  'helps the slice, hurts the west',
])('%s', async (name) => {
  const world = playWorlds.find((one) => one.name === name)!;
  const { decision, stopped, evidence } = await playIn({ ...world, real: Math.min(700, world.real), holdout: 3000 }, 1);
  expect(decision).toBe(world.right);
  expect(stopped !== null || evidence!.holdoutRows === 3000).toBe(true);
});
