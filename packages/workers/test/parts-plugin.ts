import type { Generator } from '@verisim/core';
import { z } from 'zod';
import { dice } from './plugin.ts';

const options = z.object({ trouble: z.string().default('none'), parts: z.int().default(6) });
type Options = z.infer<typeof options>;

/** Its notes tell the squares of its parts; trouble on demand, but never in the thread that was asked. */
export const squares: Generator<Options, 'nothing'> = {
  ...dice,
  name: 'squares',
  options,
  async fit(source, { trouble, parts }, ctx) {
    const own = String(Math.floor(ctx.random.next() * 1e9));
    asked = own;
    const shared = { trouble, own, base: Float64Array.from({ length: parts }, (_, i) => i) };
    const found = await ctx.fitParts!(shared, parts);
    ctx.note('squares', found as number[]);
    return dice.fit(source, { trouble: 'none' }, ctx);
  },
  fitPart(shared, part) {
    const { trouble, own, base } = shared as { trouble: string; own: string; base: Float64Array };
    // Long enough for the other threads to start and take their share.
    const until = performance.now() + 400;
    while (trouble !== 'none' && own === asked && performance.now() < until);
    if (own !== asked) {
      if (trouble === 'plain') throw new TypeError('a part is not iterable');
      if (trouble === 'exit') process.exit(5);
      if (trouble === 'spin') for (;;);
    }
    return base[part] ** 2;
  },
};

/** Set in the thread that `fit` ran in. */
let asked = '';
