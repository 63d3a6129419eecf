import { type Context, type Table, takeColumns, verisimError } from '@verisim/core';
import { type AwkwardName, awkwardTables, noRows } from '../src/awkward-tables.ts';
import { tableDifference } from '../src/table-difference.ts';

/** One call of a validator or an evaluator: its main table, and the correct answer under a context. */
export interface Call<A> {
  readonly table: Table;
  readonly ctx: Context;
  answer(ctx: Context): Promise<A>;
}

/** A way to break a validator or an evaluator: the one check that must fail, what its message must say, and the broken call. */
export interface BrokenCall<A> {
  readonly check: string;
  readonly what: string;
  readonly says: RegExp;
  readonly call: (call: Call<A>) => Promise<A>;
}

/** Ways to break that fit both; `remark` adds a finding with a message to an answer. */
export function brokenCalls<A>(remark: (answer: A, message: string) => A): readonly BrokenCall<A>[] {
  return [...brokenState(remark), ...brokenContext<A>(), ...brokenAborts<A>(), ...brokenTables<A>()];
}

function brokenState<A>(remark: (answer: A, message: string) => A): readonly BrokenCall<A>[] {
  let calls = 0;
  let before = -1;
  let current = 0;
  return [
    {
      check: 'answers',
      what: 'fails whatever it is asked',
      says: /fails on ordinary tables: cannot be done/,
      call: () => Promise.reject(new RangeError('cannot be done')),
    },
    {
      check: 'deterministic',
      what: 'a counter in the module',
      says: /answers otherwise for the same tables and seed: .*call \d+/,
      call: async ({ ctx, answer }) => remark(await answer(ctx), `call ${calls++}`),
    },
    {
      check: 'calls-independent',
      what: 'looks at the batch before',
      says: /once it was asked of other tables: .*like the one before/,
      async call({ table, ctx, answer }) {
        const like = before === table.rows ? 'like' : 'not like';
        before = table.rows;
        return remark(await answer(ctx), `${like} the one before`);
      },
    },
    {
      check: 'calls-concurrent',
      what: 'the table kept in the module while it waits',
      says: /asked at the same time: .*\d+ rows/,
      async call({ table, ctx, answer }) {
        current = table.rows;
        const found = await answer(ctx);
        return remark(found, `${current} rows`);
      },
    },
    {
      check: 'tables-untouched',
      what: 'sorts a column in place',
      says: /changes a table that it is given: column "[^"]*", row \d+/,
      async call({ table, ctx, answer }) {
        const found = await answer(ctx);
        const age = table.columns[1];
        if (age?.storage === 'numeric') age.values.sort();
        return found;
      },
    },
    {
      check: 'tables-untouched',
      what: 'adds to the schema',
      says: /changes the schema of a table/,
      async call({ table, ctx, answer }) {
        if (table.spec.columns.length > 0) Object.assign(table.spec.columns[0], { reason: 'seen' });
        return answer(ctx);
      },
    },
    {
      check: 'tables-untouched',
      what: 'changes a list of levels and puts it back',
      says: /writes to a table that it is given/,
      async call({ table, ctx, answer }) {
        for (const column of table.columns) {
          if (column.storage !== 'coded') continue;
          (column.levels as string[]).push('one more');
          (column.levels as string[]).pop();
        }
        return answer(ctx);
      },
    },
  ];
}

let leaks = 0;

const ambient: Readonly<Record<string, () => unknown>> = {
  'Math.random': () => Math.random(),
  'Date()': () => Date(),
  'performance.now': () => performance.now(),
  'crypto.getRandomValues': () => crypto.getRandomValues(new Uint8Array(1)),
  'console.debug': () => console.debug('judging'),
  'process.stderr.write': () => process.stderr.write(''),
  fetch: () => void fetch('http://localhost:9').catch(() => {}),
};

function brokenContext<A>(): readonly BrokenCall<A>[] {
  return [
    ...Object.entries(ambient).map(
      ([name, use]): BrokenCall<A> => ({
        check: 'ambient',
        what: `calls ${name}`,
        says: new RegExp(`calls ${name.replace(/[.()]/g, '\\$&')}: take what you need`),
        async call({ ctx, answer }) {
          use();
          return answer(ctx);
        },
      }),
    ),
    {
      check: 'globals',
      what: 'leaves a global behind',
      says: /the global noted\d+ behind/,
      async call({ ctx, answer }) {
        Object.assign(globalThis, { [`noted${leaks++}`]: 1 });
        return answer(ctx);
      },
    },
    {
      check: 'progress',
      what: 'progress that goes back',
      says: /from 2 back to 0/,
      call: ({ ctx, answer }) => answer({ ...ctx, progress: (report) => ctx.progress({ done: report.done % 3 }) }),
    },
    {
      check: 'notes',
      what: 'a note that is not JSON',
      says: /makes the note "seen", which is not JSON: it is a Set/,
      async call({ ctx, answer }) {
        ctx.note('seen', new Set() as never);
        return answer(ctx);
      },
    },
  ];
}

function brokenAborts<A>(): readonly BrokenCall<A>[] {
  const deaf = (ctx: Context): Context => ({ ...ctx, signal: new AbortController().signal });
  return [
    {
      check: 'abort-before',
      what: 'does not look at the signal before it begins',
      says: /though the signal aborted before/,
      call: ({ ctx, answer }) => answer(ctx.signal.aborted ? deaf(ctx) : ctx),
    },
    {
      check: 'abort-during',
      what: 'works on after the signal has aborted',
      says: /reported progress \d+ more times/,
      async call({ ctx, answer }) {
        ctx.signal.throwIfAborted();
        return answer(deaf(ctx));
      },
    },
    {
      check: 'abort-during',
      what: 'turns the abort into a failure of its own',
      says: /something else than the signal's reason/,
      async call({ ctx, answer }) {
        ctx.signal.throwIfAborted();
        try {
          return await answer(ctx);
        } catch (error) {
          throw ctx.signal.aborted ? new Error('the work failed') : error;
        }
      },
    },
    {
      check: 'abort-after',
      what: 'a listener left on the signal',
      says: /leaves 1 listeners on the signal/,
      async call({ ctx, answer }) {
        ctx.signal.addEventListener('abort', () => {});
        return answer(ctx);
      },
    },
  ];
}

function brokenTables<A>(): readonly BrokenCall<A>[] {
  const failing = (
    check: string,
    what: string,
    says: RegExp,
    error: () => Error,
    is: (table: Table) => boolean,
  ): BrokenCall<A> => ({
    check,
    what,
    says,
    async call({ table, ctx, answer }) {
      ctx.signal.throwIfAborted();
      if (is(table)) throw error();
      return answer(ctx);
    },
  });
  const plain = () => new RangeError('cannot be done');
  const careless = () => verisimError('Careless', 'It failed.', 'Try again.');
  return [
    ...awkwardTables.map(({ name, make }) =>
      failing(name, `fails on the table ${name}`, SAYS[name] ?? /cannot be done/, plain, (table) =>
        equals(table, make()),
      ),
    ),
    failing('lone-surrogates', 'refuses by a careless code', /code "Careless"/, careless, (table) =>
      equals(table, awkwardTables.find(({ name }) => name === 'lone-surrogates')!.make()),
    ),
    failing('no-rows', 'divides by the number of rows', /a table without rows .*cannot be done/, plain, (table) =>
      equals(table, noRows()),
    ),
    failing(
      'any-table',
      'cannot read a text and a date side by side',
      /on a random table .*the smallest found is [01] rows: .*\((text|datetime)\)/,
      plain,
      ({ rows, spec }) =>
        rows > 0 &&
        rows < 50 &&
        spec.columns[0].name !== 'member' &&
        ['text', 'datetime'].every((kind) => spec.columns.some((c) => c.kind === kind)),
    ),
  ];
}

const SAYS: Readonly<Partial<Record<AwkwardName, RegExp>>> = {
  'one-row': /on a table of one row .*cannot be done/,
  'many-levels': /on a category with 10,000 levels/,
  'old-dates': /on dates before 1970/,
};

/** Whether a table is a fixture, or the fixture with a target column behind it. */
function equals(table: Table, fixture: Table): boolean {
  const names = fixture.spec.columns.map((spec) => spec.name);
  if (names.some((name, i) => table.spec.columns[i]?.name !== name)) return false;
  return table.columns.length <= names.length + 1 && tableDifference(takeColumns(table, names), fixture) === null;
}
