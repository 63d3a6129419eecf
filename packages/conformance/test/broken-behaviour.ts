import { type Context, createRandom, type Model } from '@verisim/core';
import { type Broken, broken, type Independent, models, tables } from './break.ts';
import { independent, type Pool, refuseForeign, type Shared } from './independent-generator.ts';

let fits = 0;
let kept: Parameters<Independent['fit']>[0];
const calls: Readonly<Record<string, () => unknown>> = {
  'Math.random': () => Math.random(),
  'Date.now': () => Date.now(),
  'new Date()': () => new Date(),
  'performance.now': () => performance.now(),
  'crypto.randomUUID': () => crypto.randomUUID(),
  'console.debug': () => console.debug('sampling'),
  'process.stdout.write': () => process.stdout.write(''),
  fetch: () => void fetch('http://localhost:9').catch(() => {}),
};
let leaks = 0;
let parts = 0;

/** Broken in how they fit, sample, save and report. */
export const brokenBehaviour: readonly Broken[] = [
  broken('fits', 'fails whatever it is given', /fails on an ordinary source: cannot be fitted/, {
    fit: () => Promise.reject(new RangeError('cannot be fitted')),
  }),
  broken('source-untouched', 'sorts its source in place', /changes its source/, {
    fit: (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      for (const given of source.columns) if (given.storage === 'numeric') given.values.sort();
      return independent.fit(source, options, ctx);
    },
  }),
  broken('source-untouched', "adds to its source's schema", /source's schema/, {
    fit: (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      Object.assign(source.spec.columns[0] ?? {}, { reason: 'seen' });
      return independent.fit(source, options, ctx);
    },
  }),
  broken('source-released', 'fits when it is first sampled', /still reads its source/, {
    fit: async (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      const model = await independent.fit(source, options, ctx);
      const sample: Model['sample'] = async (request, inner) =>
        (await independent.fit(source, options, { ...ctx, signal: inner.signal })).sample(request, inner);
      return { ...model, sample };
    },
  }),
  broken('deterministic', 'a counter in the module', /other bytes for the same seed/, {
    fit: async (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      const model = await independent.fit(source, options, ctx);
      const label = `fit ${fits++}`;
      const save = async () => {
        const state = await model.save();
        return { ...state, json: { ...(state.json as object), label } };
      };
      return { ...labelled(model, label), save };
    },
    load: async (state: Parameters<Independent['load']>[0]) => {
      return labelled(await independent.load(state), (state.json as { label: string }).label);
    },
  }),
  broken(
    'seeded',
    'a seed of its own',
    /same rows for another seed/,
    models((model) => ({
      ...model,
      sample: (request, ctx) => model.sample(request, { ...ctx, random: createRandom(`my own ${request.block}`) }),
    })),
  ),
  broken(
    'blocks-independent',
    'a stream that goes on from block to block',
    /in another order/,
    models((model) => {
      let kept: Context['random'] | null = null;
      return {
        ...model,
        sample: (request, ctx) => {
          kept ??= ctx.random;
          return model.sample(request, { ...ctx, random: kept.fork(`${ctx.random.fork('').next()}`) });
        },
      };
    }),
  ),
  broken(
    'blocks-concurrent',
    'a request kept in the model while it waits',
    /same time/,
    models((model) => {
      let current: Context['random'];
      return {
        ...model,
        sample: async (request, ctx) => {
          current = ctx.random;
          ctx.signal.throwIfAborted();
          await Promise.resolve();
          return model.sample(request, { ...ctx, random: current });
        },
      };
    }),
  ),
  broken('fits-concurrent', 'the source kept in the module while it waits', /fitted at the same time/, {
    fit: async (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      ctx.signal.throwIfAborted();
      kept = source;
      await Promise.resolve();
      return independent.fit(kept, options, ctx);
    },
  }),
  broken('fit-parts', 'a part that counts on what others left in the module', /when its parts are fitted apart/, {
    fitPart: (shared: Shared, part: number) => {
      const pool = independent.fitPart!(shared, part) as Pool;
      parts += 1;
      return { ...pool, missing: parts / 1000 };
    },
  }),
  broken('fit-parts', 'a function among what parts are fitted from', /cannot be sent to another thread/, {
    fit: (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      const { fitParts } = ctx;
      const asked: Context['fitParts'] = fitParts && ((shared, count) => fitParts({ shared, log: () => {} }, count));
      return independent.fit(source, options, { ...ctx, fitParts: asked });
    },
  }),
  broken(
    'state-plain',
    'a function in the state',
    /is a function/,
    models((model) => ({
      ...model,
      save: async () => {
        const state = await model.save();
        return { ...state, json: { ...(state.json as object), decode: () => 1 } as never };
      },
    })),
  ),
  broken(
    'state-plain',
    'a Map in the state',
    /is a Map/,
    models((model) => ({
      ...model,
      save: async () => {
        const state = await model.save();
        return { ...state, json: { ...(state.json as object), known: new Map() } as never };
      },
    })),
  ),
  broken(
    'state-plain',
    'big integers among the arrays',
    /"big", which is not one of Uint8Array/,
    models((model) => ({
      ...model,
      save: async () => {
        const state = await model.save();
        return { ...state, arrays: { ...state.arrays, big: new BigInt64Array(2) as never } };
      },
    })),
  ),
  broken('state-plain', 'the state of another generator', /not its own name/, {
    fit: async (...given: Parameters<Independent['fit']>) => {
      const model = await independent.fit(...given);
      return { ...model, save: async () => ({ ...(await model.save()), generator: 'somebody' }) };
    },
    load: (state: Parameters<Independent['load']>[0]) => {
      refuseForeign(state, { name: 'somebody', version: independent.version });
      return independent.load({ ...state, generator: independent.name });
    },
  }),
  broken('state-loads', 'forgets an option when it is loaded', /after saving and loading/, {
    load: (state: Parameters<Independent['load']>[0]) =>
      independent.load({ ...state, json: { ...(state.json as object), smooth: false } }),
  }),
  broken(
    'state-detached',
    'saves the very arrays that it samples from',
    /memory that it goes on using/,
    models((model) => {
      let once: ReturnType<Model['save']> | null = null;
      return { ...model, save: () => (once ??= model.save()) };
    }),
  ),
  broken('abort-before-fit', 'does not look at the signal before it fits', /begin with signal.throwIfAborted/, {
    fit: (...[source, options, ctx]: Parameters<Independent['fit']>) =>
      independent.fit(source, options, ctx.signal.aborted ? { ...ctx, signal: new AbortController().signal } : ctx),
  }),
  broken(
    'abort-before-sample',
    'does not look at the signal before it samples',
    /begin with signal.throwIfAborted/,
    models((model) => ({
      ...model,
      sample: (request, ctx) => model.sample(request, { ...ctx, signal: new AbortController().signal }),
    })),
  ),
  broken('abort-during-fit', 'waits for ever once the signal has aborted', /does not settle/, {
    fit: async (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      ctx.signal.throwIfAborted();
      try {
        return await independent.fit(source, options, ctx);
      } catch (error) {
        if (!ctx.signal.aborted) throw error;
        return new Promise<never>(() => {});
      }
    },
  }),
  broken('abort-during-fit', 'works on after the signal has aborted', /reported progress \d+ more times/, {
    fit: async (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      ctx.signal.throwIfAborted();
      return independent.fit(source, options, { ...ctx, signal: new AbortController().signal });
    },
  }),
  broken(
    'abort-during-sample',
    'waits for ever once the signal has aborted',
    /does not settle/,
    models((model) => ({
      ...model,
      sample: async (request, ctx) => {
        if (request.rows < 4000) return model.sample(request, ctx);
        ctx.progress({ done: 0, total: 1 });
        return ctx.signal.aborted ? new Promise<never>(() => {}) : model.sample(request, ctx);
      },
    })),
  ),
  broken(
    'abort-during-sample',
    'works on after the signal has aborted',
    /reported progress 9 more times/,
    models((model) => ({
      ...model,
      sample: async (request, ctx) => {
        ctx.signal.throwIfAborted();
        for (let done = 0; done < 10; done++) ctx.progress({ done, total: 10 });
        return model.sample(request, { ...ctx, signal: new AbortController().signal });
      },
    })),
  ),
  broken('abort-after', 'a model that looks at the signal of its fit', /when the fit's signal aborts/, {
    fit: async (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      const model = await independent.fit(source, options, ctx);
      const sample: Model['sample'] = (request, inner) => {
        ctx.signal.throwIfAborted();
        return model.sample(request, inner);
      };
      return { ...model, sample };
    },
  }),
  broken('abort-after', 'a listener left on the signal', /leaves 1 listeners/, {
    fit: (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      ctx.signal.addEventListener('abort', () => {});
      return independent.fit(source, options, ctx);
    },
  }),
  broken('errors', 'throws a plain error at an empty table', /no VerisimError/, {
    fit: (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      ctx.signal.throwIfAborted();
      if (source.rows === 0 && source.columns.length === 7) throw new RangeError('no rows');
      return independent.fit(source, options, ctx);
    },
  }),
  broken('errors', 'loads the state of anybody', /on the state of another generator accepts it/, {
    load: (state: Parameters<Independent['load']>[0]) =>
      independent.load({ ...state, generator: independent.name, version: independent.version }),
  }),
  broken('abort-during-fit', 'turns the abort into a failure of its own', /something else/, {
    fit: async (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      ctx.signal.throwIfAborted();
      try {
        return await independent.fit(source, options, ctx);
      } catch (error) {
        if (!ctx.signal.aborted) throw error;
        throw new Error('the work failed');
      }
    },
  }),
  ...Object.entries(calls).map(([name, call]) =>
    broken(
      'ambient',
      `calls ${name}`,
      new RegExp(`calls ${name.replace(/[.()]/g, '\\$&')}`),
      tables((table) => {
        call();
        return table;
      }),
    ),
  ),
  broken(
    'globals',
    'leaves a global behind',
    /the global leaked/,
    models((model) => {
      Object.assign(globalThis, { [`leaked${leaks++}`]: 1 });
      return model;
    }),
  ),
  broken('progress', 'progress that goes back', /from 2 back to 0/, {
    fit: (...[source, options, ctx]: Parameters<Independent['fit']>) =>
      independent.fit(source, options, {
        ...ctx,
        progress: (report) => ctx.progress({ ...report, done: report.done % 3 }),
      }),
  }),
  broken(
    'progress',
    'progress beyond its total',
    /done in sample/,
    tables((table, _, ctx) => {
      ctx.progress({ done: 3, total: 2 });
      return table;
    }),
  ),
  broken(
    'notes',
    'a note that is not JSON',
    /is NaN/,
    tables((table, _, ctx) => {
      ctx.note('share', Number.NaN);
      return table;
    }),
  ),
];

function labelled(model: Model, label: string): Model {
  return { ...model, sample: (request, ctx) => model.sample(request, { ...ctx, random: ctx.random.fork(label) }) };
}
