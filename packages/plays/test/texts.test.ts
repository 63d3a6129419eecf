import {
  type Column,
  createContext,
  createRandom,
  createTable,
  type Generator,
  realLineage,
  type Table,
  takeRows,
  trackedTable,
} from '@verisim/core';
import { textLearner } from '@verisim/evaluator-utility';
import { judgeCoverageGap, makePlan, prepareCoverageGap, textChecks } from '@verisim/plays';
import { describe, expect, test } from 'vitest';
import { giveawayWords } from '../src/texts/giveaway-words.ts';

const LEVELS = ['refund', 'delivery', 'account'];
const OWN = [
  'money back charge paid invoice sum price return'.split(' '),
  'parcel courier door street late van box waited'.split(' '),
  'password login email profile locked reset screen user'.split(' '),
];
const SHARED = Array.from(
  { length: 120 },
  (_, i) => `${'aeiou'[i % 5]}${String.fromCharCode(98 + (i % 19))}${'aeiou'[(i >> 2) % 5]}r`,
);

/** Texts of three classes: words of the class among words of all, of 5 to 30 words. */
function tickets(
  rows: number,
  seed: string,
  write: (text: string, level: number, row: number) => string = (text) => text,
): Table {
  const random = createRandom(seed);
  const codes = Int32Array.from({ length: rows }, (_, row) => [0, 0, 0, 1, 1, 2][row % 6]);
  const texts = Array.from(codes, (level, row) => {
    const words = Array.from({ length: random.int(5, 31) }, () => {
      const pool = random.next() < 0.25 ? OWN[level] : SHARED;
      return pool[random.int(0, pool.length)];
    });
    return write(words.join(' '), level, row);
  });
  const columns: Column[] = [
    { storage: 'text', values: texts },
    { storage: 'coded', codes, levels: LEVELS },
  ];
  return createTable(
    [
      { name: 'text', kind: 'text', nullable: false, role: 'ignore' },
      { name: 'topic', kind: 'category', nullable: false, role: 'target' },
    ],
    columns,
  );
}

const real = tickets(240, 'real');
const failuresOf = async (synthetic: Table, seed = 1) =>
  (await textChecks({ real, synthetic, target: 'topic' }, createContext({ seed })))!.failures;

test('fresh texts of the same process pass, twenty times out of twenty', async () => {
  for (let seed = 0; seed < 20; seed++) expect(await failuresOf(tickets(60, `fresh ${seed}`), seed)).toEqual([]);
});

describe('what stops a play', () => {
  const cases: readonly [string, (text: string, level: number, row: number) => string, RegExp][] = [
    [
      'a few texts again and again',
      (_, level, row) => `please help me with my ${LEVELS[level]} ${'now soon today'.split(' ')[row % 3]} thanks`,
      /is homogeneous: .* are unique/,
    ],
    [
      'one sentence with a number',
      (_, level, row) => `please help me with my ${LEVELS[level]} of order ${row} thank you very much`,
      /is homogeneous: .* texts in effect/,
    ],
    [
      'the label in every text',
      (text, level) => `${text} ${LEVELS[level]}desk`,
      /give their label away: "\w+desk" stands in 100 %/,
    ],
    ['texts of a few words', (text) => text.split(' ').slice(0, 3).join(' '), /characters where real ones have/],
    ['texts of one length', (text) => text.padEnd(90, ` ${text}`).slice(0, 90), /lengths of "text" vary 0\.00 times/],
  ];
  test.each(cases)('%s', async (_, write, message) => {
    const failures = await failuresOf(tickets(120, 'made', write));
    expect(failures.join('\n')).toMatch(message);
  });

  test('texts of one length, but for those that rules wrote: all else is asked of them too', async () => {
    const oneLength = tickets(120, 'made', (text) => text.padEnd(90, ` ${text}`).slice(0, 90));
    const asked = { real, synthetic: oneLength, target: 'topic', narrow: true };
    expect((await textChecks(asked, createContext({ seed: 1 })))!.failures.join('\n')).not.toContain('lengths of');
    const short = tickets(120, 'made', (text) => text.split(' ').slice(0, 3).join(' '));
    const failures = (await textChecks({ ...asked, synthetic: short }, createContext({ seed: 1 })))!.failures;
    expect(failures.join('\n')).toContain('characters where real ones have');
  });
});

test('a word of every class is a style and no giveaway; one of a class alone is, and a word that real texts have as well is not', () => {
  const styled = tickets(120, 'style', (text) => `hello ${text}`);
  const words = (synthetic: Table) =>
    giveawayWords(real, synthetic, { text: 'text', target: 'topic' }).map(({ word }) => word);
  expect(words(styled)).toEqual([]);
  expect(words(tickets(120, 'marked', (text, level) => (level === 1 ? `regarding ${text}` : text)))).toEqual([
    'regarding',
  ]);
  const alone = takeRows(
    styled,
    Int32Array.from(
      styled.columns[1].storage === 'coded' ? [...styled.columns[1].codes.keys()].filter((row) => row % 6 === 5) : [],
    ),
  );
  expect(words(alone)).toEqual(['hello']);
});

/** A generator that writes by rule: good ones as the process does, others as `write` says. */
function writer(write?: (text: string, level: number, row: number) => string): Generator<unknown, 'data'> {
  return {
    kind: 'generator',
    api: 1,
    name: 'writer',
    version: '1.0.0',
    summary: '',
    family: 'rule',
    needs: 'data',
    traits: { reproducible: true, memorises: false, conditional: false, blockRows: 4096 },
    options: { safeParse: (data: unknown) => ({ success: true, data }) } as never,
    fit: () => model(write),
    load: () => model(write),
  };
}

function model(write?: (text: string, level: number, row: number) => string) {
  return {
    schema: real.spec,
    sample: ({ rows }: { rows: number }, ctx: { random: { int(low: number, high: number): number } }) =>
      tickets(rows, `drawn ${ctx.random.int(0, 2 ** 31)}`, write),
    save: () => ({ generator: 'writer', version: '1.0.0', json: {}, arrays: {} }),
  };
}

const plan = makePlan({
  gap: 'Few tickets are about accounts.',
  target: 'topic',
  where: [{ column: 'topic', in: ['account'] }],
  metric: 'macro-f1',
  threshold: 0.01,
  ratios: [0, 0.5],
  folds: 2,
  seeds: 1,
  batchRows: 40,
});

test('a play stops at a homogeneous small batch, before any model is trained on it; a good generator goes to the end', async () => {
  const parts = { plan, train: trackedTable(real, realLineage(real.rows, 'tickets')), learner: textLearner, run: 'r' };
  const homogeneous = writer(
    (_, level, row) => `please help me with my ${LEVELS[level]} of order ${row} thank you very much`,
  );
  const ctx = createContext({ seed: 1 });
  const stopped = await prepareCoverageGap({ ...parts, generator: homogeneous }, ctx);
  expect(stopped.stopped).toMatch(/^The texts of the small batch failed: "text" is homogeneous/);
  expect(stopped.sections.at(-1)?.title).toBe('A small batch, to be looked at');
  const { verdict } = await judgeCoverageGap(stopped, () => Promise.reject(new Error('the holdout was opened')), ctx);
  expect(verdict.decision).toBe('do not use');
  const forced = await prepareCoverageGap({ ...parts, plan: { ...plan, force: true }, generator: homogeneous }, ctx);
  expect(forced.forced.join()).toMatch(/small batch failed.*fidelity check failed/);
  const whole = await prepareCoverageGap({ ...parts, generator: writer() }, ctx);
  expect([whole.stopped ?? null, whole.release!.tracked.table.rows > 0]).toEqual([null, true]);
});
