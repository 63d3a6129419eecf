import {
  check,
  checkpoint,
  createContext,
  type Evaluator,
  forkContext,
  keptRows,
  measure,
  measurement,
  run,
  type Stage,
  type Validator,
} from '@verisim/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { numeric, table } from './tables.ts';

const batch = table(numeric('x', [1, 2, 3, 4]));

/** Keeps numbers of at most `most`, and tags each row with one draw. */
function atMost(name: string): Validator<{ most: number }> {
  return {
    kind: 'validator',
    api: 1,
    name,
    version: '1.0.0',
    summary: 'Keeps small numbers',
    options: z.strictObject({ most: z.number().default(3) }),
    check: ({ columns: [column], rows }, { most }, _, ctx) => {
      const values = column.storage === 'numeric' ? column.values : new Float64Array();
      const dropped = Int32Array.from(values.keys()).filter((row) => values[row] > most);
      return {
        keep: Uint8Array.from(values, (value) => (value <= most ? 255 : 0)),
        findings: [{ rule: name, level: 'warning', message: `${dropped.length} dropped`, rows: dropped, drops: true }],
        tags: { [name]: new Float64Array(rows).fill(ctx.random.next()) },
      };
    },
  };
}

test('check keeps a row when every validator does, and joins findings and tags', async () => {
  const checks = [{ validator: atMost('a') }, { validator: atMost('b'), options: { most: 1 } }];
  const verdict = await check(batch, checks, {}, createContext());
  expect([...verdict.keep]).toEqual([1, 0, 0, 0]);
  expect([...keptRows(verdict)]).toEqual([0]);
  expect(verdict.findings.map(({ rule, rows }) => [rule, ...rows])).toEqual([
    ['a', 3],
    ['b', 1, 2, 3],
  ]);
  expect(Object.keys(verdict.tags ?? {})).toEqual(['a', 'b']);
  expect([...keptRows(await check(batch, [], {}, createContext()))]).toEqual([0, 1, 2, 3]);
});

test('what a validator draws does not depend on the others', async () => {
  const draw = async (...names: string[]) => {
    const { tags } = await check(
      batch,
      names.map((name) => ({ validator: atMost(name) })),
      {},
      createContext(),
    );
    return tags?.b?.[0];
  };
  expect(await draw('a', 'b')).toBe(await draw('b'));
});

test('check refuses bad options, a verdict of the wrong length, and work after an abort', async () => {
  const bad = (code: string) => expect.objectContaining({ code });
  const ctx = createContext();
  const misspelt = [{ validator: atMost('a'), options: { mots: 1 } }];
  await expect(check(batch, misspelt, {}, ctx)).rejects.toThrow(bad('core/bad-options'));
  const short: Validator<unknown> = {
    ...atMost('a'),
    options: z.unknown(),
    check: () => ({ keep: new Uint8Array(3), findings: [] }),
  };
  await expect(check(batch, [{ validator: short }], {}, ctx)).rejects.toThrow(bad('core/bad-plugin'));
  for (const wrong of [{ ...atMost('a'), kind: 'evaluator' }, { ...atMost('a'), api: 2 }, null, {}]) {
    const refused = check(batch, [{ validator: wrong as never }], {}, ctx);
    await expect(refused).rejects.toThrow(/^The plugin (a|without a name) is no validator of api 1\.$/);
  }
  const stopped = createContext({ signal: AbortSignal.abort(new Error('stop')) });
  await expect(check(batch, [{ validator: atMost('a') }], {}, stopped)).rejects.toThrow('stop');
});

test('measure joins evaluations in order, each with its own chance, and checks options', async () => {
  const evaluator = (name: string): Evaluator<{ shift: number }> => ({
    kind: 'evaluator',
    api: 1,
    name,
    version: '1.0.0',
    summary: 'Draws',
    options: z.strictObject({ shift: z.number().default(0) }),
    measure: (data, { shift }, ctx) => ({
      measurements: [measurement(name, data.real.rows + shift + ctx.random.next())],
      findings: [{ rule: name, level: 'info', message: name }],
      charts: [{ name, title: name, spec: {} }],
    }),
  });
  const data = { real: batch, synthetic: batch };
  const ctx = createContext({ seed: 5 });
  const both = await measure(
    data,
    [{ evaluator: evaluator('a'), options: { shift: 10 } }, { evaluator: evaluator('b') }],
    ctx,
  );
  expect(both.measurements.map(({ metric, value }) => [metric, Math.floor(value ?? 0)])).toEqual([
    ['a', 14],
    ['b', 4],
  ]);
  expect([both.findings.length, both.charts.length]).toEqual([2, 2]);
  const alone = await measure(data, [{ evaluator: evaluator('b') }], ctx);
  expect(alone.measurements[0]).toEqual(both.measurements[1]);
  for (const wrong of [{ ...evaluator('a'), kind: 'validator' }, { ...evaluator('a'), api: 0 }, undefined]) {
    const refused = measure(data, [{ evaluator: wrong as never }], ctx);
    await expect(refused).rejects.toThrow(/^The plugin (a|without a name) is no evaluator of api 1\.$/);
  }
  await expect(measure(data, [{ evaluator: evaluator('a'), options: { shfit: 1 } }], ctx)).rejects.toThrow(
    expect.objectContaining({ code: 'core/bad-options' }),
  );
});

test('a measurement that is not finite is not defined', () => {
  expect(measurement('m', Number.NaN).value).toBeNull();
  expect(measurement('m', Number.POSITIVE_INFINITY, { better: 'lower' })).toMatchObject({
    value: null,
    better: 'lower',
  });
  expect(measurement('m', 0.5, { where: { column: 'x' } })).toEqual({
    metric: 'm',
    model: null,
    value: 0.5,
    low: null,
    high: null,
    better: 'higher',
    where: { column: 'x' },
  });
});

interface State {
  readonly stopped?: string | null;
  readonly drawn: Readonly<Record<string, number>>;
}

const drawing = (name: string, parts: Partial<Stage<State>> = {}): Stage<State> => ({
  name,
  title: name,
  run: ({ drawn }, ctx) => ({ drawn: { ...drawn, [name]: ctx.random.next() } }),
  ...parts,
});

test('run goes through its stages in order and hands the state on', async () => {
  const seen: [string, number, number][] = [];
  const onStage = (stage: Stage<State>, index: number, state: State) => {
    seen.push([stage.name, index, Object.keys(state.drawn).length]);
  };
  const end = await run(
    [drawing('a'), drawing('b', { run: () => undefined }), drawing('c')],
    { drawn: {} },
    createContext(),
    onStage,
  );
  expect(seen).toEqual([
    ['a', 0, 0],
    ['b', 1, 1],
    ['c', 2, 1],
  ]);
  expect(Object.keys(end.drawn)).toEqual(['a', 'c']);
});

test('a stage draws the same whatever stages stand before it', async () => {
  const alone = await run([drawing('b')], { drawn: {} }, createContext({ seed: 3 }));
  const after = await run([drawing('a'), drawing('b')], { drawn: {} }, createContext({ seed: 3 }));
  expect(after.drawn.b).toBe(alone.drawn.b);
  expect(after.drawn.a).not.toBe(after.drawn.b);
});

test('a stopped run passes over all but the stages that run always', async () => {
  const stages = [
    drawing('a', { run: () => ({ stopped: 'too few rows' }) }),
    drawing('b'),
    drawing('report', { always: true }),
    drawing('d'),
  ];
  const end = await run(stages, { drawn: {} }, createContext());
  expect(Object.keys(end.drawn)).toEqual(['report']);
  expect(end.stopped).toBe('too few rows');
});

test('an abort or an error ends a run at once', async () => {
  const controller = new AbortController();
  const aborts = drawing('a', { run: () => controller.abort(new Error('ctrl-C')) as undefined });
  const never = drawing('b', { always: true, run: () => expect.unreachable() });
  await expect(run([aborts, never], { drawn: {} }, createContext({ signal: controller.signal }))).rejects.toThrow(
    'ctrl-C',
  );
  const fails = drawing('a', { run: () => Promise.reject(new Error('disk full')) });
  await expect(run([fails, never], { drawn: {} }, createContext())).rejects.toThrow('disk full');
});

test('a forked context reports to its parent and draws from its own stream', () => {
  const told: unknown[] = [];
  const ctx = createContext({
    seed: 1,
    progress: (report) => void told.push(report),
    note: (key, value) => void told.push([key, value]),
  });
  const fork = forkContext(ctx, 'x');
  fork.progress({ done: 1 });
  fork.note('k', 2);
  expect(told).toEqual([{ done: 1 }, ['k', 2]]);
  expect(fork.signal).toBe(ctx.signal);
  expect(fork.random.next()).toBe(createContext({ seed: 1 }).random.fork('x').next());
  expect(fork.random.next()).not.toBe(ctx.random.next());
});

test('a checkpoint lets timers through, so that an interrupt can arrive between two pieces of work', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('ctrl-C')), 0);
  const busy = async () => {
    for (let piece = 0; piece < 100; piece++) await checkpoint(controller.signal);
  };
  await expect(busy()).rejects.toThrow('ctrl-C');
  await expect(checkpoint(new AbortController().signal)).resolves.toBeUndefined();
});
