import {
  type CheckEvidence,
  check,
  createContext,
  createRandom,
  type Fingerprints,
  rowFingerprints,
  type Table,
  takeRows,
  type Validator,
  type Verdict,
} from '@verisim/core';
import { describe, expect, it } from 'vitest';
import {
  collisionValidator,
  copyValidator,
  duplicateValidator,
  keyValidator,
  rangeValidator,
  schemaValidator,
  tableValidators,
} from '../src/index.ts';
import { levels, numbers, table, texts } from './tables.ts';

const judge = <O>(
  validator: Validator<O>,
  batch: Table,
  evidence: CheckEvidence = {},
  options: unknown = {},
): Promise<Verdict> =>
  check(batch, [{ validator: validator as Validator<unknown>, options }], evidence, createContext());
const told = ({ findings }: Verdict) =>
  findings.map(({ rule, level, rows, drops }) => [rule, level, [...rows], drops] as const);
const kept = ({ keep }: Verdict) => [...keep];

describe('schema', () => {
  const train = table({
    x: [numbers(1, 2, 3, 4)],
    whole: [numbers(1, 2, null, 4), { kind: 'integer', nullable: true }],
    g: [levels('a', 'b', 'a', 'b')],
  });

  it('drops rows with a missing, infinite, broken or unknown cell, and no other', async () => {
    const batch = table({
      x: [numbers(1, null, 3, Number.POSITIVE_INFINITY, 5, 6)],
      whole: [numbers(1, 2, 2.5, null, 5, 6), { kind: 'integer' }],
      g: [levels('b', 'a', 'a', 'a', 'z', null)],
    });
    const verdict = await judge(schemaValidator, batch, { train });
    expect(told(verdict)).toEqual([
      ['missing-cell', 'warning', [1], true],
      ['infinite-number', 'warning', [3], true],
      ['broken-number', 'warning', [2], true],
      ['missing-cell', 'warning', [5], true],
      ['unknown-level', 'warning', [4], true],
    ]);
    expect(kept(verdict)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(verdict.findings[0].message).toBe(
      '1 of 6 rows (first: row 2) have no value in "x", where none may be missing; dropped.',
    );
    const lenient = await judge(schemaValidator, batch, { train }, { drop: false });
    expect(kept(lenient)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(lenient.findings).toHaveLength(5);
  });

  it('keeps levels that are listed but do not occur, whatever their order', async () => {
    const batch = table({
      x: [numbers(1)],
      whole: [numbers(1), { kind: 'integer' }],
      g: [{ ...levels('b', 'a', 'z'), codes: Int32Array.of(0) }],
    });
    expect(told(await judge(schemaValidator, batch, { train }))).toEqual([]);
  });

  it('calls other columns and other storages errors', async () => {
    const batch = table({ x: [levels('1')], g: [levels('a')], more: [numbers(1)] });
    expect(told(await judge(schemaValidator, batch, { train }))).toEqual([
      ['column-lacking', 'error', [], false],
      ['column-extra', 'warning', [], false],
      ['kind-differs', 'error', [], false],
    ]);
  });

  it('holds a batch against its own declaration when there is no training table', async () => {
    expect(told(await judge(schemaValidator, table({ x: [numbers(1, null)] })))).toEqual([
      ['missing-cell', 'warning', [1], true],
    ]);
  });
});

describe('range', () => {
  it('drops what lies beyond declared bounds, which it names', async () => {
    const train = table({ x: [numbers(5, 6), { bounds: [0, 10] }] });
    const verdict = await judge(
      rangeValidator,
      table({ x: [numbers(0, -1, 10, 11)] }),
      { train },
      { extrapolate: true },
    );
    expect(told(verdict)).toEqual([
      ['out-of-bounds', 'warning', [1], true],
      ['out-of-bounds', 'warning', [3], true],
    ]);
    expect(verdict.findings[0].message).toContain('(0 to 10)');
  });

  it('falls back on the training range, which it does not disclose', async () => {
    const train = table({ x: [numbers(51_234.5, 67_891.25, null), { nullable: true }] });
    const batch = table({ x: [numbers(51_234.5, 51_000, 70_000, null)] });
    const verdict = await judge(rangeValidator, batch, { train });
    expect(kept(verdict)).toEqual([1, 0, 0, 1]);
    expect(told(verdict).map(([rule]) => rule)).toEqual(['out-of-training-range', 'out-of-training-range']);
    expect(JSON.stringify(verdict.findings)).not.toMatch(/51.?234|67.?891/);
    expect(kept(await judge(rangeValidator, batch, { train }, { extrapolate: true }))).toEqual([1, 1, 1, 1]);
  });

  it('reports numbers off the grid of decimals, and drops them when asked to', async () => {
    const train = table({ x: [numbers(0, 100), { decimals: 2 }] });
    const batch = table({ x: [numbers(0.07, 1.1, 33.333, 0.1 + 0.2)] });
    expect(told(await judge(rangeValidator, batch, { train }))).toEqual([['off-grid', 'warning', [2], false]]);
    expect(kept(await judge(rangeValidator, batch, { train }, { dropOffGrid: true }))).toEqual([1, 1, 0, 1]);
  });
});

describe('key', () => {
  it('keeps the first of equal ids and drops training ids', async () => {
    const train = table({ id: [texts('a', 'b', 'c')] });
    const verdict = await judge(keyValidator, table({ id: [texts('x', 'b', 'x', null, null, 'y')] }), { train });
    expect(told(verdict)).toEqual([
      ['repeated-id', 'warning', [2], true],
      ['training-id', 'warning', [1], true],
    ]);
    expect(kept(verdict)).toEqual([1, 0, 0, 1, 1, 1]);
    expect(JSON.stringify(verdict.findings)).not.toContain('"b"');
  });

  it('passes over ids that repeat in training, and over text', async () => {
    const train = table({ id: [texts('a', 'a')], note: [texts('n', 'm'), { kind: 'text' }] });
    const batch = table({ id: [texts('a', 'a')], note: [texts('n', 'n'), { kind: 'text' }] });
    expect(told(await judge(keyValidator, batch, { train }))).toEqual([['not-a-key', 'info', [], false]]);
  });
});

describe('duplicate', () => {
  const distinct = (n: number) => Array.from({ length: n }, (_, i) => i);
  const repeating = (n: number) => Array.from({ length: n }, (_, i) => i % 50);

  it('speaks of repeats that training does not show, and drops none unless asked to', async () => {
    const train = table({ x: [numbers(...distinct(200))] });
    const batch = table({ x: [numbers(...repeating(200))] });
    const verdict = await judge(duplicateValidator, batch, { train });
    expect(told(verdict)).toEqual([['duplicate-rows', 'warning', distinct(200).slice(50), false]]);
    expect(kept(verdict)).not.toContain(0);
    const strict = await judge(duplicateValidator, batch, { train }, { drop: true });
    expect(kept(strict)).toEqual(distinct(200).map((i) => (i < 50 ? 1 : 0)));
  });

  it('is silent when training repeats itself as much, also for a larger batch, and then drops nothing', async () => {
    const train = table({ x: [numbers(...repeating(200))] });
    const batch = table({ x: [numbers(...repeating(1000))] });
    expect(told(await judge(duplicateValidator, batch, { train }))).toEqual([]);
    expect(kept(await judge(duplicateValidator, batch, { train }, { drop: true }))).not.toContain(0);
  });

  it('looks past ids and keeps cells apart by their place', async () => {
    const batch = table({
      id: [texts('1', '2', '3')],
      a: [numbers(1, 1, 2)],
      b: [numbers(2, 2, 1)],
    });
    expect(told(await judge(duplicateValidator, batch))).toEqual([['duplicate-rows', 'warning', [1], false]]);
  });
});

describe('copy', () => {
  const others = Array.from({ length: 200 }, (_, i) => 1000 + i);
  const train = table({
    id: [texts('1', '2', '3', '4', ...others.map(String))],
    x: [numbers(1, 1, 2, null, ...others), { nullable: true }],
    g: [levels('a', 'a', 'b', 'c', ...others.map(() => 'a'))],
  });
  const batch = table({
    g: [levels('c', 'b', 'a', 'b')],
    id: [texts('7', '8', '9', '10')],
    x: [numbers(null, 2, 1, 3), { nullable: true }],
  });

  it('drops copies of rows that occur once and counts common ones', async () => {
    const verdict = await judge(copyValidator, batch, { train });
    expect(told(verdict)).toEqual([
      ['training-copy', 'warning', [0, 1], true],
      ['common-row', 'info', [2], false],
    ]);
    expect(kept(verdict)).toEqual([0, 0, 1, 1]);
    expect(kept(await judge(copyValidator, batch, { train }, { drop: false }))).toEqual([1, 1, 1, 1]);
  });

  it('keeps copies in a table whose rows recur by chance, and counts them', async () => {
    const few = table({ x: [numbers(1, 1, 2, 2, 3, 4)], g: [levels('a', 'a', 'b', 'b', 'a', 'b')] });
    const same = table({ x: [numbers(3, 4, 1)], g: [levels('a', 'b', 'a')] });
    const verdict = await judge(copyValidator, same, { train: few });
    expect(told(verdict)).toEqual([
      ['chance-copy', 'info', [0, 1], false],
      ['common-row', 'info', [2], false],
    ]);
    expect(kept(verdict)).toEqual([1, 1, 1]);
  });

  it('says that it could not look without a training table', async () => {
    expect(told(await judge(copyValidator, batch))).toEqual([['copies-unchecked', 'info', [], false]]);
  });
});

describe('collision', () => {
  const locked = table({ x: [numbers(1.5, 2.5)], g: [levels('a', 'b')] });
  const key = Uint8Array.from({ length: 32 }, (_, i) => i);
  const columns = ['x', 'g'];
  const prints = new Set(rowFingerprints(locked, columns, key));
  const holdout: Fingerprints = {
    columns,
    size: prints.size,
    collisions: (batch) => {
      const found = rowFingerprints(batch, columns, key);
      return Int32Array.from(found.flatMap((print, row) => (prints.has(print) ? [row] : [])));
    },
  };

  it('drops rows whose fingerprint is one of the holdout', async () => {
    const batch = table({ x: [numbers(2.5, 1.5, 9)], g: [levels('a', 'a', 'b')] });
    const verdict = await judge(collisionValidator, batch, { holdout });
    expect(told(verdict)).toEqual([['holdout-collision', 'warning', [1], true]]);
    expect(kept(verdict)).toEqual([1, 0, 1]);
  });

  it('is an error when a fingerprinted column is lacking, and an info without a holdout', async () => {
    const batch = table({ x: [numbers(1)] });
    expect(told(await judge(collisionValidator, batch, { holdout }))).toEqual([
      ['collisions-unchecked', 'error', [], false],
    ]);
    expect(told(await judge(collisionValidator, batch))).toEqual([['collisions-unchecked', 'info', [], false]]);
  });
});

describe('tableValidators', () => {
  it('are the seven checks, and pass fresh rows of the same process', async () => {
    expect(tableValidators.map(({ validator }) => validator.name)).toEqual([
      'schema',
      'range',
      'key',
      'constraint',
      'duplicate',
      'copy',
      'collision',
    ]);
    const random = createRandom(5);
    const draw = () =>
      table({
        x: [numbers(...Array.from({ length: 500 }, () => random.next())), { bounds: [0, 1] }],
        g: [levels(...Array.from({ length: 500 }, () => 'abc'[random.int(0, 3)]))],
      });
    const [train, batch] = [draw(), draw()];
    const verdict = await check(batch, tableValidators, { train }, createContext());
    expect(kept(verdict)).not.toContain(0);
    expect(told(verdict).map(([rule]) => rule)).toEqual(['collisions-unchecked']);
    const copied = await check(takeRows(train, [3, 4, 3]), tableValidators, { train }, createContext());
    expect(kept(copied)).toEqual([0, 0, 0]);
  });

  it('refuse options they do not know', async () => {
    const batch = table({ x: [numbers(1)] });
    await expect(judge(copyValidator, batch, {}, { dorp: true })).rejects.toMatchObject({ code: 'core/bad-options' });
    await expect(judge(keyValidator, batch, {}, { drop: true })).rejects.toMatchObject({ code: 'core/bad-options' });
  });

  it('accept an empty batch', async () => {
    const batch = table({ x: [numbers()] });
    const verdict = await check(batch, tableValidators, { train: table({ x: [numbers(1)] }) }, createContext());
    expect(verdict.keep).toHaveLength(0);
  });
});
