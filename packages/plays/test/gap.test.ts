import {
  type Column,
  type ColumnSpec,
  type Condition,
  createContext,
  createRandom,
  createTable,
  rowsWhere,
  type Table,
} from '@verisim/core';
import { type GapKind, type Gaps, parseWhere, proposeGaps, whereText } from '@verisim/plays';
import { expect, test } from 'vitest';
import { BAD, gapWorld } from '../bench/gap-world.ts';
import { rankCriterion, relativeLossCriterion } from '../src/gap/figures.ts';
import { judgeRows } from '../src/gap/judged-rows.ts';

const gaps = (train: Table, more: { file?: string } = {}): Promise<Gaps> =>
  proposeGaps({ train, target: 'y', ...more }, createContext({ seed: 1 }));
const ofKind = ({ proposals, questions }: Gaps, kind: GapKind) =>
  [...proposals, ...questions].filter((one) => one.kind === kind);

test('conditions are written so that they are read back', () => {
  const lists: readonly (readonly Condition[])[] = [
    [
      { column: 'x', in: ["it's"] },
      { column: 'Phase of flight', in: ['Climb', 'a "b"'] },
    ],
    [
      { column: 'and', in: ['2024'] },
      { column: 'größe_2.cm', in: [1.5, -2e-7] },
    ],
    [
      { column: 'say "hi"', from: 1, open: 'from' },
      { column: 'say "hi"', to: 1e21 },
    ],
    [
      { column: 'd', from: '2024-01-01', to: '2024-12-31' },
      { column: 'e', missing: true },
    ],
    [
      { column: 'x', from: 0 },
      { column: 'x', to: 5, open: 'to' },
      { column: 'is', missing: false },
    ],
  ];
  for (const list of lists) expect(parseWhere(whereText(list)), whereText(list)).toEqual(list);
});

test('a slice that is ranked the other way round is found, first, with its figures and what would balance it', async () => {
  const table = gapWorld(2000, 'reversed', 3);
  const found = await gaps(table, { file: 'my rows.csv' });
  const [first] = found.proposals;
  expect([first.kind, first.worse]).toEqual(['failing-slice', true]);
  const [a, n1] = [
    (table.columns[6] as { codes: Int32Array }).codes,
    (table.columns[0] as { values: Float64Array }).values,
  ];
  const rows = [...rowsWhere(table, first.where)];
  expect(rows.filter((row) => BAD(a[row], n1[row])).length / rows.length).toBeGreaterThan(0.8);
  expect(first.rows).toBe(rows.length);
  expect(parseWhere(first.whereText)).toEqual(first.where);
  const auc = first.evidence.find(({ name }) => name === 'roc-auc')!;
  expect(auc.high).toBeLessThan(auc.elsewhere!);
  expect(first.sentence).toMatch(/^The \d+ rows with .*a = 'A'.*: the model .*\.$/);
  const expected = Math.round(
    (2000 *
      a.filter((code) => code === 0).length *
      n1.filter((x) => x > Number((first.where.find(({ column }) => column === 'n1') as { from: number }).from))
        .length) /
      2000 ** 2,
  );
  expect(first.balance[0].rows).toBe(Math.max(0, expected - rows.length));
  expect(first.command).toContain(
    `verisim play coverage-gap "my rows.csv" --target y --where "${first.whereText}" --gap "The`,
  );
});

test('where nothing is wrong, no slice is called worse (the bench counts 100 seeds)', async () => {
  for (let seed = 1; seed <= 3; seed++)
    expect(ofKind(await gaps(gapWorld(600, 'none', seed)), 'failing-slice')).toEqual([]);
});

/** Two categories that fill all 16 cells but `(a3, b3)`, one that depends on `a`, a number with a long tail, a class of 6 %. */
function holed(rows: number): Table {
  const random = createRandom('holed');
  const a = Int32Array.from({ length: rows }, () => random.int(0, 4));
  const b = Int32Array.from(a, (code) => (code === 3 ? random.int(0, 3) : random.int(0, 4)));
  const z = Float64Array.from({ length: rows }, () => Math.round(-100 * Math.log(1 - random.next())) / 100);
  const y = Int32Array.from(z, (value) => (random.next() < 0.03 ? 1 : value > 5 ? random.int(0, 2) : 0));
  const category = { kind: 'category', nullable: false, role: 'feature' } as const;
  const specs: ColumnSpec[] = [
    { name: 'a', ...category },
    { name: 'b', ...category },
    { name: 'country', ...category },
    { name: 'z', kind: 'number', nullable: false, role: 'feature' },
    { name: 'y', kind: 'category', nullable: false, role: 'target' },
  ];
  const levels = (letter: string) => [0, 1, 2, 3].map((code) => `${letter}${code}`);
  const columns: Column[] = [
    { storage: 'coded', codes: a, levels: levels('a') },
    { storage: 'coded', codes: b, levels: levels('b') },
    { storage: 'coded', codes: a.map((code) => code >> 1), levels: ['north', 'south'] },
    { storage: 'numeric', values: z },
    { storage: 'coded', codes: y, levels: ['no', 'yes'] },
  ];
  return createTable(specs, columns);
}

test('a hole is a gap, a rule is a question; rare classes and thin tails are counted', async () => {
  const table = holed(3000);
  const found = await gaps(table);
  const holes = ofKind(found, 'missing-combination');
  expect(holes.map(({ whereText: text }) => text)).toEqual(["a = 'a3' and b = 'b3'"]);
  const counts = (at: number, code: number) =>
    (table.columns[at] as { codes: Int32Array }).codes.filter((one) => one === code).length;
  expect(holes[0].evidence[0]).toMatchObject({ value: 0, low: 0, elsewhere: (counts(0, 3) * counts(1, 3)) / 3000 });
  expect(holes[0].evidence[0].high).toBeCloseTo(3.6888794541139354, 8);
  const asked = ofKind(found, 'perhaps-impossible');
  expect(asked.length).toBeGreaterThan(0);
  for (const { whereText: text, command, sentence } of asked) {
    expect(text).toContain('country');
    expect([command, sentence.endsWith('?')]).toEqual(['', true]);
  }
  const [rare] = ofKind(found, 'rare-class');
  const yes = counts(4, 1);
  expect(rare).toMatchObject({ whereText: "y = 'yes'", rows: yes, share: yes / 3000, worse: true });
  expect(rare.balance[0].rows).toBe(3000 - 2 * yes);
  const [tail] = ofKind(found, 'thin-tail');
  expect(tail.where[0]).toMatchObject({ column: 'z', open: 'from' });
  expect(tail.rows).toBeLessThanOrEqual(150);
  expect(found.proposals.length).toBeLessThanOrEqual(12);
  expect(await gaps(table)).toEqual(found);
});

test('AUC and its error are those of DeLong; within groups it is the mean over pairs of the same group', () => {
  const random = createRandom('auc');
  const y = Int32Array.from({ length: 300 }, () => Number(random.next() < 0.3));
  const p = Float64Array.from(y, (k) => Math.round(20 * (0.2 * k + 0.8 * random.next())) / 20);
  const spec: ColumnSpec = { name: 'y', kind: 'category', nullable: false, role: 'target' };
  const table = createTable([spec], [{ storage: 'coded', codes: y, levels: ['no', 'yes'] }]);
  const probabilities = Float64Array.from([...p].flatMap((value) => [1 - value, value]));
  const judged = judgeRows(table, 'y', probabilities, probabilities);
  const deLong = (rows: readonly number[]) => {
    const above = (i: number, k: number) => (p[i] > p[k] ? 1 : p[i] === p[k] ? 0.5 : 0);
    const [no, yes] = [0, 1].map((k) => rows.filter((row) => y[row] === k));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1) / values.length;
    const highs = yes.map((i) => mean(no.map((k) => above(i, k))));
    const lows = no.map((k) => mean(yes.map((i) => above(i, k))));
    const unseen = (1 / yes.length ** 2 + 1 / no.length ** 2) / 12;
    return {
      auc: mean(highs),
      error: Math.sqrt(variance(highs) + variance(lows) + unseen),
      pairs: yes.length * no.length,
    };
  };
  const all = deLong([...y.keys()]);
  const found = rankCriterion.figure(judged, judged.order)!;
  expect(found.value).toBeCloseTo(all.auc, 12);
  expect(found.error).toBeCloseTo(all.error, 12);
  const groups = [0, 1].map((k) => judged.order.filter((row) => row % 2 === k));
  const [even, odd] = groups.map((rows) => deLong([...rows]));
  const within = rankCriterion.within(judged, groups)!;
  expect(within.value).toBeCloseTo((even.auc * even.pairs + odd.auc * odd.pairs) / (even.pairs + odd.pairs), 12);
  const yes = y.reduce((sum, k) => sum + k, 0) / 300;
  const entropy = -(yes * Math.log(yes) + (1 - yes) * Math.log(1 - yes));
  const loss = judged.loss.reduce((sum, value) => sum + value, 0) / 300;
  expect(relativeLossCriterion.figure(judged, judged.order)!.value).toBeCloseTo(loss / entropy, 12);
});
