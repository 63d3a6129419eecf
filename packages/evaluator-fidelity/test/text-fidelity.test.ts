import { createContext, createRandom, type Evaluation, measure, type Table, withRoles } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { fidelity } from '../src/index.ts';
import { numbers, table } from './tables.ts';

const random = createRandom(9);

/** Sentences of a skewed vocabulary, 5 to 24 words long unless told. */
function sentences(rows: number, length: () => number = () => random.int(5, 25), words = 400): string[] {
  const word = () => `word${Math.floor(words * random.next() ** 3)}`;
  return Array.from({ length: rows }, () => Array.from({ length: length() }, word).join(' '));
}

const texts = (values: readonly (string | null)[]): Table => table({ note: ['text', { storage: 'text', values }] });
const judge = (real: Table, synthetic: Table, holdout?: Table, options = {}): Promise<Evaluation> =>
  measure({ real, synthetic, holdout }, [{ evaluator: fidelity, options }], createContext({ seed: 4 }));
const rules = ({ findings }: Evaluation) => findings.map(({ rule }) => rule);
const named = ({ measurements }: Evaluation, metric: string) => measurements.find((one) => one.metric === metric);

const real = sentences(400);

describe('text columns', () => {
  it('of fresh texts raise no finding and read like the reference', async () => {
    const found = await judge(texts(real), texts(sentences(200)), texts(sentences(200)));
    expect(rules(found)).toEqual([]);
    for (const metric of [
      'text-distinct-2',
      'text-self-bleu',
      'text-mtld',
      'text-compression-ratio',
      'text-vendi-score',
    ]) {
      const { value, reference } = named(found, metric) ?? {};
      const fresh = reference?.['the holdout'] ?? Number.NaN;
      expect(Math.abs(Number(value) / fresh - 1)).toBeLessThan(0.15);
      expect(Object.keys(reference ?? {})).toHaveLength(3);
    }
    expect(found.charts.map(({ name }) => name)).toEqual(['text lengths: note', 'text figures: note']);
  });

  it('of 24 rows of which 6 are unique are called so', async () => {
    const found = await judge(texts(real), texts(Array.from({ length: 24 }, (_, i) => real[i % 6])));
    const finding = found.findings.find(({ rule }) => rule === 'text-low-diversity');
    expect(finding?.message).toContain('24 texts of which 6 are unique');
    expect(named(found, 'text-unique')?.value).toBe(0.25);
  });

  it('of one length are too crisp', async () => {
    const found = await judge(texts(real), texts(sentences(200, () => 14)));
    expect(rules(found)).toContain('text-too-crisp');
    expect(named(found, 'text-length-spread-words')?.value).toBe(0);
  });

  it('of few words do not cover the vocabulary, which is named where many rows hold it', async () => {
    const found = await judge(texts(real.map((text) => `${text} invoice`)), texts(sentences(300, undefined, 30)));
    const finding = found.findings.find(({ rule }) => rule === 'text-vocabulary-lacking');
    expect(finding?.message).toContain('"invoice"');
    expect(rules(found)).toContain('text-told-apart');
  });

  it('that are copied in part are counted, exact and near', async () => {
    const made = sentences(200);
    for (let i = 0; i < 20; i++) made[i] = real[i].toUpperCase();
    for (let i = 20; i < 50; i++) made[i] = `${real[i]} x`;
    const found = await judge(texts(real), texts(made));
    expect(named(found, 'text-copies-exact')?.value).toBe(0.1);
    expect(named(found, 'text-copies-near')?.value).toBe(0.25);
    expect(rules(found)).toEqual(expect.arrayContaining(['text-copies-exact', 'text-copies-near']));
  });

  it('beside others are added to what the table measures, unless they are ignored', async () => {
    const withNumber = (values: readonly string[], role: 'ignore' | 'feature'): Table =>
      withRoles(
        table({
          n: ['number', numbers(...values.map((text) => text.length))],
          note: ['text', { storage: 'text', values }],
        }),
        { note: role },
      );
    const made = sentences(100);
    const judged = (role: 'ignore' | 'feature') =>
      judge(withNumber(real, role), withNumber(made, role), undefined, { detector: false, detail: false });
    const [without, wanted] = [await judged('ignore'), await judged('feature')];
    expect(named(without, 'text-mtld')).toBeUndefined();
    expect(rules(without)).toContain('not-compared');
    expect(named(wanted, 'text-mtld')?.where).toEqual({ column: 'note' });
    expect(named(wanted, 'quality')?.value).toBe(named(without, 'quality')?.value);
    expect(rules(wanted)).not.toContain('not-compared');
  });

  it('of one text, of none, and of signs alone are no trouble', async () => {
    for (const odd of [['one'], ['', '!'], ['漢字', '🙂']]) {
      const found = await judge(texts(odd), texts(odd));
      for (const { value } of found.measurements) expect(Number.isNaN(value)).toBe(false);
    }
    await expect(judge(texts([null]), texts(['a']))).resolves.toMatchObject({ measurements: [] });
  });
});
