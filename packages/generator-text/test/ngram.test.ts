import {
  columnOf,
  createContext,
  createRandom,
  fit,
  isVerisimError,
  type Json,
  sample,
  splitLineage,
  type Table,
  withRoles,
} from '@verisim/core';
import { normalForm, words } from '@verisim/text-measures';
import { describe, expect, it } from 'vitest';
import { ngram } from '../src/index.ts';
import { addTypos, changeFormat } from '../src/ngram/disturb-text.ts';
import { apportion, labelShares } from '../src/ngram/label-quotas.ts';
import { learnTexts, sharedRun } from '../src/ngram/learned-texts.ts';
import { joinPieces, piecesOf } from '../src/ngram/pieces.ts';
import { featuresLike, featuresOf, probabilities, trainClassifier } from '../src/ngram/text-classifier.ts';
import { tickets } from './tickets.ts';

const ctx = (seed: string | number = 1) => createContext({ seed });

async function made(
  options: Json,
  rows = 60,
  table: Table = tickets(),
): Promise<{ texts: string[]; labels: string[]; table: Table }> {
  const model = await fit(ngram, table, options, ctx());
  const drawn = (await model.sample({ block: 0, rows }, ctx('draw'))) as Table;
  return { table: drawn, texts: textsOf(drawn), labels: labelsOf(drawn) };
}

function textsOf(table: Table): string[] {
  const column = columnOf(table, 'text');
  return column.storage === 'text' ? column.values.map(String) : [];
}

function labelsOf(table: Table): string[] {
  const column = columnOf(table, 'topic');
  return column.storage === 'coded' ? Array.from(column.codes, (code) => column.levels[code]) : [];
}

function tagsOf(table: Table): string[] {
  const column = columnOf(splitLineage(table).said as Table, 'tags');
  return column.storage === 'coded' ? Array.from(column.codes, (code) => column.levels[code]) : [];
}

/** Levenshtein (1966). */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(row[j - 1] + 1, above[j] + 1, above[j - 1] + Number(a[i - 1] !== b[j - 1])));
    above = row;
  }
  return above[b.length];
}

const count = (values: readonly string[]) =>
  Object.fromEntries(
    [...new Set(values)].sort().map((value) => [value, values.filter((other) => other === value).length]),
  );

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return isVerisimError(error) ? error.code : String(error);
  }
  return 'none';
}

describe('ngram', () => {
  it('makes texts that are new, each its own, and no near copies', async () => {
    const { texts } = await made({ copied: 0.7 }, 200);
    const seeds = textsOf(tickets());
    expect(new Set(texts.map(normalForm)).size).toBe(200);
    for (const text of texts) {
      const own = words(text);
      const run = longestRun(own, seeds.map(words));
      expect(run / own.length).toBeLessThanOrEqual(0.7);
    }
  });

  it('keeps quotas: as in the seeds, alike, filled up, in proportion', async () => {
    expect(count((await made({}, 48)).labels)).toEqual({ broken: 16, late: 20, refund: 12 });
    expect(count((await made({ quotas: 'even' }, 48)).labels)).toEqual({ broken: 16, late: 16, refund: 16 });
    expect(count((await made({ quotas: 'fill' }, 6)).labels)).toEqual({ broken: 2, refund: 4 });
    expect(count((await made({ quotas: { refund: 3, late: 1 } }, 48)).labels)).toEqual({ late: 12, refund: 36 });
  });

  it('says which row gave the most of a text, and what the judge made of it', async () => {
    const { table, texts } = await made({}, 40);
    const { said } = splitLineage(table);
    const parents = columnOf(said as Table, 'parents');
    const probability = columnOf(said as Table, 'judge_probability');
    const seeds = textsOf(tickets()).map(words);
    if (parents.storage !== 'text' || probability.storage !== 'numeric') throw new Error('other storages');
    for (const [i, text] of texts.entries()) {
      if (tagsOf(table)[i] === 'seed, disturbed') continue;
      const own = words(text);
      const run = longestRun(own, seeds);
      expect(longestRun(own, [seeds[Number(parents.values[i])]])).toBe(run);
      expect(probability.values[i]).toBeGreaterThan(1 / 3);
    }
  });

  it('mixes in seeds with slips, none a copy, none more than four times, each under its own label', async () => {
    const { table, texts, labels } = await made({ mix: 0.5, copied: 1 }, 400);
    const parents = columnOf(splitLineage(table).said as Table, 'parents');
    if (parents.storage !== 'text') throw new Error('other storage');
    const [seeds, topics, tags] = [textsOf(tickets()), labelsOf(tickets()), tagsOf(table)];
    const turns = new Map<number, number>();
    for (const [i, text] of texts.entries()) {
      if (tags[i] !== 'seed, disturbed') continue;
      const parent = Number(parents.values[i]);
      turns.set(parent, (turns.get(parent) ?? 0) + 1);
      expect(labels[i]).toBe(topics[parent]);
      expect(words(text)).not.toEqual(words(seeds[parent]));
      expect(editDistance(normalForm(text), normalForm(seeds[parent]))).toBeLessThan(20);
    }
    // 200 were asked for, but 24 seeds give 96 at most.
    expect(turns.size).toBe(24);
    expect(Math.max(...turns.values())).toBe(4);
    expect([...turns.values()].reduce((sum, turn) => sum + turn)).toBeGreaterThan(90);
    expect(tagsOf((await made({ mix: 0 }, 40)).table)).not.toContain('seed, disturbed');
    expect(new Set(tagsOf((await made({ mix: 1 }, 40)).table))).toEqual(new Set(['seed, disturbed']));
  });

  it('numbers parents by rows of the table, missing texts counted', async () => {
    const table = tickets();
    const column = columnOf(table, 'text');
    if (column.storage !== 'text') throw new Error('other storage');
    const holed = {
      ...table,
      columns: [{ ...column, values: column.values.with(0, null).with(1, ' ') }, table.columns[1]],
    };
    const { said } = splitLineage((await made({}, 40, holed)).table);
    const parents = columnOf(said as Table, 'parents');
    const numbers = parents.storage === 'text' ? parents.values.map(Number) : [];
    expect(numbers.filter((row) => row < 2)).toEqual([]);
    expect(Math.max(...numbers)).toBeGreaterThan(20);
  });

  it('judges by a classifier that texts with another label do not pass', async () => {
    const table = tickets();
    const column = columnOf(table, 'topic');
    if (column.storage !== 'coded') throw new Error('other storage');
    // Each text twice, under two labels: nothing tells them apart, so nearly every draft is as probable under the other.
    const codes = Int32Array.from({ length: 2 * table.rows }, (_, i) => i % 2);
    const values = textsOf(table).flatMap((text) => [text, text]);
    const twice = {
      ...table,
      rows: codes.length,
      columns: [
        { storage: 'text' as const, values },
        { ...column, codes },
      ],
    };
    const [open, judged] = [await drafts(twice, { judge: 'off' }), await drafts(table, {})];
    expect(await codeOf(() => made({}, 400, twice))).toMatch(/none|texts-short/);
    expect(open).toBe('none');
    expect(judged).toBe('none');
  });

  it('meets conditions on the label, and has no rows for a label without texts', async () => {
    const model = await fit(ngram, tickets(), {}, ctx());
    const where = (level: string) => [{ column: 'topic', in: [level] }];
    const refunds = await sample(ngram, model, { rows: 30, where: where('refund') }, ctx());
    expect(count(labelsOf(refunds.table))).toEqual({ refund: 30 });
    expect((await sample(ngram, model, { rows: 30, where: where('praise') }, ctx())).shortfall).toBe(30);
  });

  it('leaves other columns empty and says so', async () => {
    const table = tickets();
    const wide: Table = {
      rows: table.rows,
      spec: { columns: [...table.spec.columns, { name: 'age', kind: 'integer', nullable: false, role: 'feature' }] },
      columns: [...table.columns, { storage: 'numeric', values: new Float64Array(table.rows).fill(30) }],
    };
    const notes: Record<string, Json> = {};
    const model = await fit(
      ngram,
      wide,
      {},
      createContext({ note: (key, value) => Object.assign(notes, { [key]: value }) }),
    );
    expect(notes['not-modelled']).toEqual(['age']);
    const drawn = (await model.sample({ block: 0, rows: 5 }, ctx())) as Table;
    const age = columnOf(drawn, 'age');
    expect(age.storage === 'numeric' && age.values.every(Number.isNaN)).toBe(true);
  });

  it('refuses what it cannot learn by code', async () => {
    const table = tickets();
    expect(await codeOf(() => made({ text: 'topic' }))).toBe('generator-text/no-such-text');
    expect(await codeOf(() => made({ text: 'remark' }))).toBe('generator-text/no-such-text');
    expect(await codeOf(() => made({}, 1, withRoles(table, { text: 'target', topic: 'feature' })))).toBe(
      'generator-text/no-texts',
    );
    const two: Table = {
      rows: table.rows,
      spec: { columns: [...table.spec.columns, { ...table.spec.columns[0], name: 'reply' }] },
      columns: [...table.columns, table.columns[0]],
    };
    expect(await codeOf(() => made({}, 1, two))).toBe('generator-text/which-text');
    expect(await codeOf(() => made({ text: 'reply' }, 1, two))).toBe('none');
    const none = {
      ...table,
      columns: [{ storage: 'text' as const, values: new Array(table.rows).fill(null) }, table.columns[1]],
    };
    expect(await codeOf(() => made({}, 1, none))).toBe('generator-text/empty-texts');
    const numbered: Table = {
      ...table,
      spec: { columns: [table.spec.columns[0], { name: 'topic', kind: 'integer', nullable: false, role: 'target' }] },
      columns: [table.columns[0], { storage: 'numeric', values: new Float64Array(table.rows) }],
    };
    expect(await codeOf(() => made({}, 1, numbered))).toBe('generator-text/label-not-classes');
  });
});

async function drafts(table: Table, options: Json): Promise<string> {
  return codeOf(() => made(options, 40, table));
}

/** The longest run of words that stands in one of the others, by trying all. */
function longestRun(own: readonly string[], others: readonly (readonly string[])[]): number {
  const joined = others.map((other) => ` ${other.join(' ')} `);
  for (let length = own.length; length > 0; length--)
    for (let from = 0; from + length <= own.length; from++)
      if (joined.some((other) => other.includes(` ${own.slice(from, from + length).join(' ')} `))) return length;
  return 0;
}

describe('pieces', () => {
  it('join to the text they were cut from', () => {
    for (const text of [
      "It's £20.50, isn't it? Re-send (now)!",
      '3,000 items... "quoted"',
      'カードが届きません',
      'Größe: 10%',
    ])
      expect(joinPieces(piecesOf(text), false)).toBe(text);
    expect(joinPieces(piecesOf('so it is. what now? ok'), true)).toBe('So it is. What now? Ok');
  });
});

describe('label quotas', () => {
  it('are right on average and never a row away', () => {
    const shares = labelShares('real', ['a', 'b', 'c'], Int32Array.of(5, 3, 2));
    const sums = [0, 0, 0];
    for (let i = 0; i < 2000; i++) {
      const counts = apportion(shares, 7, createRandom(i));
      expect(counts.reduce((sum, own) => sum + own)).toBe(7);
      counts.forEach((own, k) => {
        expect(Math.abs(own - 7 * shares[k])).toBeLessThan(1 + 1e-9);
        sums[k] += own / 2000;
      });
    }
    for (const [k, sum] of sums.entries()) expect(sum).toBeCloseTo(7 * shares[k], 1);
  });
});

describe('noise', () => {
  it('has a slip in about as many words as asked, each one edit', () => {
    const text = Array.from({ length: 2000 }, () => 'payment').join(' ');
    const slips = addTypos(text, 0.1, createRandom(1))
      .split(' ')
      .filter((word) => word !== 'payment');
    expect(slips.length).toBeGreaterThan(160);
    expect(slips.length).toBeLessThan(240);
    for (const word of slips) expect(Math.abs(word.length - 7)).toBeLessThanOrEqual(1);
    expect(addTypos(text, 0, createRandom(1))).toBe(text);
  });

  it('of format leaves the words in their order', () => {
    const text = "My card, the blue one, isn't here. Why?";
    const plain = (one: string) => words(one.replaceAll("'", ''));
    for (let seed = 0; seed < 20; seed++) expect(plain(changeFormat(text, 1, createRandom(seed)))).toEqual(plain(text));
  });
});

describe('trainClassifier', () => {
  it('tells classes apart by the words that differ, a rare one too', () => {
    const texts = [
      ...Array.from({ length: 40 }, (_, i) => `card number ${i} was declined`),
      'where is my parcel',
      'my parcel is late',
    ];
    const labels = Int32Array.from(texts, (_, i) => Number(i >= 40));
    const features = featuresOf(texts);
    const classifier = trainClassifier(features, labels, 2, Int32Array.from(labels.keys()), createRandom(1));
    const rows = featuresLike(['a parcel', 'declined again', ''], features);
    const [first, second] = [0, 1].map((row) => probabilities(classifier, features.places, rows, row));
    expect(first[1]).toBeGreaterThan(0.7);
    expect(second[0]).toBeGreaterThan(0.7);
    expect(first[0] + first[1]).toBeCloseTo(1, 6);
  });
});

describe('sharedRun', () => {
  it('counts words, case and punctuation aside', () => {
    const learned = learnTexts(['My card has not arrived.', 'Why was it declined?'], Int32Array.of(0, 0), 1, 1);
    expect(sharedRun('so MY CARD, has it', learned)).toEqual({ share: 3 / 5, text: 0 });
    expect(sharedRun('why was it', learned)).toEqual({ share: 1, text: 1 });
    expect(sharedRun('nothing alike', learned)).toEqual({ share: 0, text: -1 });
  });
});
