import { type Context, createRandom, type Model } from '@verisim/core';
import { type Broken, broken, type Independent, models, tables } from './break.ts';
import { independent } from './independent-generator.ts';

let fits = 0;
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

/** Broken in how they fit, sample, save and report. */
export const brokenBehaviour: readonly Broken[] = [
  broken('source-untouched', 'sorts its source in place', /changes its source/, {
    fit: (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      for (const given of source.columns) if (given.storage === 'numeric') given.values.sort();
      return independent.fit(source, options, ctx);
    },
  }),
  broken('source-untouched', "adds to its source's schema", /source's schema/, {
    fit: (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      Object.assign(source.spec.columns[0], { reason: 'seen' });
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
  broken(
    'state-plain',
    'the state of another generator',
    /not its own name/,
    models((model) => ({
      ...model,
      save: async () => ({ ...(await model.save()), generator: 'somebody' }),
    })),
  ),
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
      } catch {
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
  broken('abort-during-fit', 'turns the abort into a failure of its own', /something else/, {
    fit: async (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      ctx.signal.throwIfAborted();
      try {
        return await independent.fit(source, options, ctx);
      } catch {
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
