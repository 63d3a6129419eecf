import type { Generator } from '@verisim/core';
import { z } from 'zod';
import { dice } from './plugin.ts';

const options = z.object({ trouble: z.string().default('none'), parts: z.int().default(6) });
type Options = z.infer<typeof options>;

interface Shared {
  readonly trouble: string;
  readonly own: string;
  /** 1 once another thread has taken a part. */
  readonly others: Int32Array;
  readonly base: Float64Array;
}

/** Its notes tell the squares of its parts; trouble on demand, but never in the thread that was asked. */
export const squares: Generator<Options, 'nothing'> = {
  ...dice,
  name: 'squares',
  options,
  async fit(source, { trouble, parts }, ctx) {
    const own = String(Math.floor(ctx.random.next() * 1e9));
    asked = own;
    const others = new Int32Array(new SharedArrayBuffer(4));
    const shared = { trouble, own, others, base: Float64Array.from({ length: parts }, (_, i) => i) };
    const found = await ctx.fitParts!(shared, parts);
    ctx.note('squares', found as number[]);
    return dice.fit(source, { trouble: 'none' }, ctx);
  },
  fitPart(shared, part) {
    const { trouble, own, others, base } = shared as Shared;
    if (own === asked) {
      // Leaves a part to the others, however long they take to start.
      if (trouble !== 'none') Atomics.wait(others, 0, 0, trouble === 'wait' ? 100 : 60_000);
    } else {
      Atomics.store(others, 0, 1);
      Atomics.notify(others, 0);
      if (trouble === 'plain') throw new TypeError('a part is not iterable');
      if (trouble === 'exit') process.exit(5);
      if (trouble === 'spin') for (;;);
    }
    return base[part] ** 2;
  },
};

/** Set in the thread that `fit` ran in. */
let asked = '';
