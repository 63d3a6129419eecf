import { createContext, createRandom, measure, type Table } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { attacks, auditJson, auditPrivacy, auditSections, textMemorisation } from '../src/index.ts';
import { numbers, table } from './tables.ts';

/** Sentences of 6 to 20 words of a skewed vocabulary of 300. */
function sentences(rows: number, seed: number): string[] {
  const random = createRandom(seed);
  const word = () => `word${Math.floor(300 * random.next() ** 3)}`;
  return Array.from({ length: rows }, () => Array.from({ length: random.int(6, 21) }, word).join(' '));
}

const texts = (values: readonly (string | null)[], role: 'feature' | 'ignore' = 'feature'): Table => {
  const made = table({
    note: ['text', { storage: 'text', values }],
    n: ['number', numbers(...values.map((_, i) => (i * 7919) % 101))],
  });
  return { ...made, spec: { columns: made.spec.columns.map((spec, i) => (i === 0 ? { ...spec, role } : spec)) } };
};
const train = sentences(400, 1);
const holdout = texts(sentences(300, 2));
const audit = async (synthetic: readonly string[], options = {}, held: Table | undefined = holdout) =>
  auditPrivacy(
    { real: texts(train), synthetic: texts(synthetic), holdout: held },
    { power: false, predicates: 50, ...options },
    createContext({ seed: 3 }),
  );
const attackNamed = (made: Awaited<ReturnType<typeof audit>>, name: string) =>
  auditJson(made).attacks.find(({ attack }) => attack === name);

describe('textMemorisation', () => {
  it('counts n-grams as a count by hand does', async () => {
    const made = [...sentences(100, 3), ...train.slice(0, 10).map((text) => `so ${text.toUpperCase()}`)];
    const words = (text: string) => text.toLowerCase().split(' ');
    const grams = (text: string) => {
      const cut = words(text);
      return Array.from({ length: Math.max(0, cut.length - 7) }, (_, i) => cut.slice(i, i + 8).join(' '));
    };
    const held = new Set(train.flatMap(grams));
    const all = made.flatMap(grams);
    const { attacks: found, overlaps } = await textMemorisation(
      { real: texts(train), synthetic: texts(made), holdout },
      createContext(),
    );
    const ngram = found.find(({ attack }) => attack === 'text-ngram-copy');
    expect(ngram?.rate).toBeCloseTo(all.filter((gram) => held.has(gram)).length / all.length, 12);
    expect(ngram?.control).toBe(0);
    expect(ngram?.guess).toBe(0);
    const longest = Math.max(...train.slice(0, 10).map((text) => words(text).length));
    expect(overlaps[0]).toMatchObject({ column: 'note', unit: 'words', synthetic: { texts: 110, longest } });
    const characters = Math.max(...train.slice(0, 10).map((text) => text.length));
    expect(overlaps[1].synthetic.longest).toBe(characters);
  });

  it('is a leak when texts were copied, and none when they are fresh', async () => {
    const fresh = await audit(sentences(300, 4));
    expect(fresh.leaks).toEqual([]);
    for (const name of ['text-ngram-copy', 'text-character-copy', 'text-once-only'])
      expect(attackNamed(fresh, name)).toMatchObject({ column: 'note', decision: 'no leak seen' });
    const leaky = await audit([...sentences(270, 4), ...train.slice(0, 30).map((text) => ` ${text.toUpperCase()}`)]);
    expect(leaky.leaks).toEqual(expect.arrayContaining(['text-ngram-copy (note)', 'text-once-only (note)']));
    expect(attackNamed(leaky, 'text-once-only')?.rate).toBeCloseTo(0.1, 12);
    const finding = auditJson(leaky).findings.find(({ rule }) => rule === 'text-ngram-copy');
    expect(finding?.level).toBe('error');
  });

  it('counts many texts that copy one passage as one', async () => {
    const passage = train[0].split(' ').slice(0, 9).join(' ');
    const repeated = sentences(270, 4).map((text, i) => (i < 30 ? `${passage} ${text}` : text));
    const apart = sentences(270, 4).map((text, i) => (i < 30 ? `${train[i]} ${text}` : text));
    const found = async (made: readonly string[]) => attackNamed(await audit(made), 'text-ngram-copy')?.decision;
    expect(await found(repeated)).toBe('no leak seen');
    expect(await found(apart)).toBe('leak');
  });

  it('raises no more alarms than promised over 40 draws of one process with shared phrases', async () => {
    const all = sentences(60, 7);
    let alarms = 0;
    for (let seed = 0; seed < 40; seed++) {
      const random = createRandom(`draw ${seed}`);
      const draw = (rows: number) =>
        Array.from({ length: rows }, () => `${all[Math.floor(60 * random.next() ** 2)]} ${random.int(0, 1e6)} end`);
      const data = { real: texts(draw(200)), synthetic: texts(draw(120)), holdout: texts(draw(120)) };
      const { attacks: found } = await textMemorisation(data, createContext({ seed }));
      if (found.some(({ p }) => p <= 0.05 / found.length)) alarms++;
    }
    // At 5 % of 40, more than six would come once in a hundred times.
    expect(alarms).toBeLessThanOrEqual(6);
  });

  it('leaves ignored columns alone', async () => {
    const data = { real: texts(train, 'ignore'), synthetic: texts(train), holdout };
    expect(await textMemorisation(data, createContext())).toEqual({ overlaps: [], attacks: [] });
  });

  it('without a holdout tells the longest part alone, and few texts are not judged', async () => {
    const made = auditJson(await audit(train, {}, texts([])));
    expect(made.attacks).toEqual([]);
    expect(made.overlaps[0]).toMatchObject({ synthetic: { share: 1 } });
    const few = await textMemorisation(
      { real: texts(train), synthetic: texts(train.slice(0, 19)), holdout },
      createContext(),
    );
    expect(few.attacks).toEqual([]);
  });

  it('is in the evaluator, the power of an audit and the document, without a word of a text', async () => {
    const planted = [`zebra secret ${train[0]}`, ...train.slice(1)];
    const data = { real: texts(planted), synthetic: texts(planted.slice(0, 100)), holdout };
    const { measurements } = await measure(data, [{ evaluator: attacks }], createContext());
    expect(measurements.some(({ metric }) => metric === 'text-ngram-copy')).toBe(true);
    const made = await auditPrivacy(data, { predicates: 50 }, createContext());
    expect(made.power?.planted[0].seenBy).toContain('text-once-only (note)');
    const written = JSON.stringify([
      auditJson(made),
      auditSections(made, { files: [], sensitive: [], seed: '1', command: '' }),
    ]);
    expect(written).toContain('longest part of a text');
    expect(written).not.toContain('zebra');
  });
});
