import {
  createContext,
  createTable,
  type DrawnBlock,
  drawBlock,
  fit,
  type Generator,
  type Model,
  type Progress,
  sample,
  stream,
  type Table,
} from '@verisim/core';
import { expect, test } from 'vitest';
import { category, numeric, table, uniformGenerator } from './tables.ts';

type Uniform = ReturnType<typeof uniformGenerator>;

const fitted = (generator: Uniform) => fit(generator, null, {}, createContext({ seed: 'fit' }));
const values = (from: Table) => (from.columns[0] as { values: Float64Array }).values;
const bad = (code: string) => expect.objectContaining({ code });

test('fit resolves options, refuses what is no generator, and looks at the signal before and after', async () => {
  const generator = uniformGenerator(10);
  const ctx = createContext();
  const wide = await fit(generator, null, { scale: 1000 }, ctx);
  expect(Math.max(...values((await sample(generator, wide, { rows: 20 }, ctx)).table))).toBeGreaterThan(100);
  await expect(fit(generator, null, { scael: 1 }, ctx)).rejects.toThrow(bad('core/bad-options'));
  await expect(fit({ ...generator, api: 2 as never }, null, {}, ctx)).rejects.toThrow(bad('core/bad-plugin'));
  const controller = new AbortController();
  const aborting: Uniform = {
    ...generator,
    fit: (...given) => {
      controller.abort(new Error('stop'));
      return generator.fit(...given);
    },
  };
  await expect(fit(aborting, null, {}, createContext({ signal: controller.signal }))).rejects.toThrow('stop');
});

test('rows come in blocks of blockRows, the last one shorter', async () => {
  const generator = uniformGenerator(10);
  const drawn = await sample(generator, await fitted(generator), { rows: 25 }, createContext({ seed: 1 }));
  expect(drawn).toMatchObject({ requested: 25, shortfall: 0, acceptance: 1, blocks: [10, 10, 5] });
  expect(drawn.table.rows).toBe(25);
  expect(new Set(values(drawn.table)).size).toBe(25);
});

test('a block depends on the seed and its number alone', async () => {
  const generator = uniformGenerator(10);
  const model = await fitted(generator);
  const ctx = () => createContext({ seed: 1 });
  const { table: whole } = await sample(generator, model, { rows: 30 }, ctx());
  const second = await drawBlock(generator, model, { block: 1, rows: 10, where: [] }, ctx());
  expect(values(second.table)).toEqual(values(whole).slice(10, 20));
  const used = ctx();
  used.random.next();
  expect((await sample(generator, model, { rows: 30 }, used)).table).toEqual(whole);
  expect((await sample(generator, model, { rows: 30 }, createContext({ seed: 2 }))).table).not.toEqual(whole);
});

test('blocks drawn elsewhere, at once and out of order, are the same rows in order', async () => {
  const generator = uniformGenerator(5);
  const model = await fitted(generator);
  const ctx = createContext({ seed: 1 });
  let underway = 0;
  let most = 0;
  const draw = async (block: number, rows: number): Promise<DrawnBlock> => {
    most = Math.max(most, ++underway);
    await new Promise((resolve) => setTimeout(resolve, block % 2 === 0 ? 8 : 1));
    underway--;
    return drawBlock(generator, model, { block, rows, where: [] }, ctx);
  };
  const alone = await sample(generator, model, { rows: 33 }, ctx);
  for (const concurrency of [1, 3]) {
    most = 0;
    expect((await sample(generator, model, { rows: 33, draw, concurrency }, ctx)).table).toEqual(alone.table);
    expect(most).toBe(concurrency);
  }
});

test('a sample can begin at a later block, and is then what that block is anywhere', async () => {
  const generator = uniformGenerator(10);
  const model = await fitted(generator);
  const ctx = createContext({ seed: 1 });
  const whole = await sample(generator, model, { rows: 40 }, ctx);
  const tail = await sample(generator, model, { rows: 15, firstBlock: 2 }, ctx);
  expect(values(tail.table).subarray(0, 10)).toEqual(values(whole.table).slice(20, 30));
  const blocks: number[] = [];
  for await (const { block } of stream(generator, model, { rows: 15, firstBlock: 2 }, ctx)) blocks.push(block);
  expect(blocks).toEqual([2, 3]);
});

test('a failing block fails the sample, though others are under way', async () => {
  const generator = uniformGenerator(5);
  const model = await fitted(generator);
  const draw = async (block: number): Promise<DrawnBlock> => {
    throw new Error(`block ${block} is lost`);
  };
  await expect(sample(generator, model, { rows: 20, draw, concurrency: 4 }, createContext())).rejects.toThrow(
    'block 0 is lost',
  );
});

test('stream yields blocks with what was asked, and progress reaches its total', async () => {
  const generator = uniformGenerator(10);
  const reports: Progress[] = [];
  const ctx = createContext({ progress: (report) => void reports.push(report) });
  const seen: number[][] = [];
  for await (const { block, requested, drawn, table: part } of stream(
    generator,
    await fitted(generator),
    { rows: 25 },
    ctx,
  )) {
    seen.push([block, requested, drawn, part.rows]);
  }
  expect(seen).toEqual([
    [0, 10, 10, 10],
    [1, 10, 10, 10],
    [2, 5, 5, 5],
  ]);
  expect(reports.map(({ done, total }) => [done, total])).toEqual([
    [10, 25],
    [20, 25],
    [25, 25],
  ]);
});

test('an abort stops a stream between blocks', async () => {
  const generator = uniformGenerator(10);
  const model = await fitted(generator);
  const controller = new AbortController();
  const parts: number[] = [];
  const reading = (async () => {
    for await (const { block } of stream(
      generator,
      model,
      { rows: 100 },
      createContext({ signal: controller.signal }),
    )) {
      parts.push(block);
      if (block === 2) controller.abort(new Error('enough'));
    }
  })();
  await expect(reading).rejects.toThrow('enough');
  expect(parts).toEqual([0, 1, 2]);
});

test('an abort stops a stream whose blocks are drawn elsewhere', async () => {
  const generator = uniformGenerator(5);
  const controller = new AbortController();
  const ctx = createContext({ signal: controller.signal });
  const draw = async (): Promise<DrawnBlock> => {
    controller.abort(new Error('enough'));
    return { table: table(numeric('u', [1])), drawn: 1 };
  };
  await expect(sample(generator, await fitted(generator), { rows: 20, draw }, ctx)).rejects.toThrow('enough');
});

test('conditions are met by rejection, and the account says what it took', async () => {
  const generator = uniformGenerator(4096);
  const model = await fitted(generator);
  const where = [{ column: 'u', to: 0.25 }];
  const drawn = await sample(generator, model, { rows: 3000, where }, createContext({ seed: 1 }));
  expect(drawn).toMatchObject({ requested: 3000, shortfall: 0, blocks: [3000] });
  expect(Math.max(...values(drawn.table))).toBeLessThanOrEqual(0.25);
  expect(new Set(values(drawn.table)).size).toBe(3000);
  // Negative binomial: 3,000 successes at 1/4 take 12,000 draws, give or take 190.
  expect(3000 / drawn.acceptance).toBeGreaterThan(12_000 - 5 * 190);
  expect(3000 / drawn.acceptance).toBeLessThan(12_000 + 5 * 190);
});

test('every attempt of every block has a number of its own, which follows from the block and the attempt alone', async () => {
  for (const blockRows of [60, 4096, 65_536]) {
    const generator = uniformGenerator(blockRows);
    const model = await fitted(generator);
    const seen: number[] = [];
    const counting: Model = {
      ...model,
      sample(request, ctx) {
        seen.push(request.block);
        return model.sample(request, ctx);
      },
    };
    const draw = async (block: number) => {
      const where = [{ column: 'u', from: 2 }];
      await drawBlock(generator, counting, { block, rows: Math.min(blockRows, 3), where }, createContext({ seed: 1 }));
      return seen.splice(0);
    };
    const [first, second, again] = [await draw(0), await draw(1), await draw(0)];
    expect(first.length).toBeGreaterThan(1);
    expect(new Set([...first, ...second]).size).toBe(first.length + second.length);
    expect(again).toEqual(first);
    expect(Math.max(...first)).toBeLessThan(Math.min(...second));
  }
});

test('what rejection cannot fill is a shortfall, within its budget', async () => {
  const generator = uniformGenerator(65_536);
  const model = await fitted(generator);
  let made = 0;
  const counting: Model = {
    ...model,
    sample(request, ctx) {
      made += request.rows;
      return model.sample(request, ctx);
    },
  };
  const where = [{ column: 'u', to: 0.0005 }];
  const few = await sample(generator, counting, { rows: 100, where }, createContext({ seed: 1 }));
  expect(made).toBe(20_000);
  expect(few.table.rows).toBeLessThan(30);
  expect(few.shortfall).toBe(100 - few.table.rows);
  expect(few.acceptance).toBeCloseTo(few.table.rows / 20_000, 12);
  const none = await sample(generator, model, { rows: 10, where: [{ column: 'u', from: 2 }] }, createContext());
  expect(none).toMatchObject({ shortfall: 10, acceptance: 0 });
  expect(none.table).toMatchObject({ rows: 0, spec: model.schema });
});

test('a conditional generator is handed the conditions and may come back with fewer rows', async () => {
  const generator = uniformGenerator(10, { conditional: true });
  const model = await fitted(generator);
  const where = [{ column: 'u', to: 0.5 }];
  const native: Model = {
    ...model,
    sample: (request) => {
      expect(request.where).toEqual(where);
      return table(numeric('u', request.block === 0 ? [0.1, 0.2] : []));
    },
  };
  const drawn = await sample(generator, native, { rows: 15, where }, createContext());
  expect(drawn).toMatchObject({ shortfall: 13, acceptance: 1, blocks: [2, 0] });
  const cheating: Model = { ...model, sample: () => table(numeric('u', [0.1, 0.9])) };
  await expect(sample(generator, cheating, { rows: 2, where }, createContext())).rejects.toThrow(
    'returned 1 rows that do not meet the conditions',
  );
});

test('requests that make no sense are refused before anything is drawn', async () => {
  const generator = uniformGenerator(10);
  const model = { ...(await fitted(generator)), sample: () => expect.unreachable() } as Model;
  for (const rows of [0, -5, 2.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    await expect(sample(generator, model, { rows }, createContext())).rejects.toThrow(bad('core/bad-request'));
  }
  for (const firstBlock of [-1, 0.5, Number.NaN, 2 ** 60]) {
    const wrong = sample(generator, model, { rows: 1, firstBlock }, createContext());
    await expect(wrong).rejects.toThrow(bad('core/bad-request'));
  }
  const asked = (column: string) =>
    sample(generator, model, { rows: 1, where: [{ column, from: 1, to: 0 }] }, createContext());
  await expect(asked('u')).rejects.toThrow(bad('core/contradiction'));
  await expect(asked('v')).rejects.toThrow(bad('core/unknown-column'));
});

test('a plugin that breaks its contract is named', async () => {
  const generator = uniformGenerator(10);
  const model = await fitted(generator);
  const answers: Record<string, Table> = {
    'returned 1 rows for 2': table(numeric('u', [1])),
    'returned 3 rows for 2': table(numeric('u', [1, 2, 3])),
    'returned the columns v (number) where its schema says u (number)': table(numeric('v', [1, 2])),
    'returned the columns u (category) where its schema says u (number)': table(category('u', ['a', 'b'])),
    'returned the columns  where its schema says u (number)': { ...createTable([], []), rows: 2 },
  };
  for (const [what, answer] of Object.entries(answers)) {
    const wrong = sample(generator, { ...model, sample: () => answer }, { rows: 2 }, createContext());
    await expect(wrong).rejects.toMatchObject({ code: 'core/bad-plugin', message: `The plugin uniform ${what}.` });
  }
  const endless = { name: 'endless', traits: { ...generator.traits, blockRows: 0 } } as Generator;
  await expect(sample(endless, model, { rows: 2 }, createContext())).rejects.toThrow(bad('core/bad-plugin'));
});
