import {
  type Comparison,
  concatTables,
  createContext,
  createRandom,
  shuffle,
  sliceRows,
  type Table,
  takeRows,
  withRoles,
} from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { type AuditAbout, auditJson, auditPrivacy, auditSections } from '../src/index.ts';
import { readGolden } from './read-golden.ts';
import { levels, numbers, table } from './tables.ts';

const real = withRoles(readGolden('real.csv'), { city: 'sensitive' });
const holdout = readGolden('holdout.csv');
const audit = (data: Comparison, power = false, seed = 1) => auditPrivacy(data, { power }, createContext({ seed }));
const about: AuditAbout = { files: [], sensitive: ['city'], seed: '1', command: 'verisim privacy' };

describe('auditPrivacy', () => {
  it('sees 20 % copies by five figures of different kinds and more', async () => {
    const { leaks } = await audit({ real, synthetic: readGolden('leaky.csv'), holdout });
    expect(leaks).toEqual(
      expect.arrayContaining([
        'copies-exact',
        'once-only-values',
        'dcr-share',
        'linkability',
        'attribute-inference (city)',
        'singling-out-univariate (income)',
        'membership-ensemble',
      ]),
    );
  });

  it('calls good.csv no leak and says what it would have caught', async () => {
    const made = await audit({ real, synthetic: readGolden('good.csv'), holdout }, true);
    expect(made.leaks).toEqual([]);
    expect(made.power).toMatchObject({ among: 'synthetic', before: [], falseAlarms: [] });
    expect(made.power?.planted.map(({ part }) => part)).toEqual([0.2, 0.05, 0.01]);
    expect(made.power?.planted[0].seenBy.length).toBeGreaterThanOrEqual(5);
    expect(made.power?.smallest).toBeLessThanOrEqual(0.05);
    expect(auditJson(made).decision).toBe('no leak seen');
  });

  it('raises no more false alarms than promised over 20 splits of rows of one process', async () => {
    const all = concatTables([readGolden('real.csv'), holdout]);
    let raised = 0;
    for (let seed = 0; seed < 20; seed++) {
      const numbersOf = Int32Array.from({ length: all.rows }, (_, i) => i);
      const rows = takeRows(all, shuffle(numbersOf, createRandom(`split ${seed}`)));
      const part = (from: number, to: number) => sliceRows(rows, from, to);
      const data = { real: part(0, 900), holdout: part(900, 1350), synthetic: part(1350, 1800) };
      if ((await auditPrivacy(data, { power: false, predicates: 300 }, createContext({ seed }))).leaks.length > 0)
        raised++;
    }
    // At 5 % of 20, more than three would come once in sixty times.
    expect(raised).toBeLessThanOrEqual(3);
  });

  it('plants into half of the holdout where the synthetic rows leak already', async () => {
    const { power } = await audit({ real, synthetic: readGolden('leaky.csv'), holdout }, true);
    expect(power).toMatchObject({ among: 'half of the holdout', before: [] });
    expect(power?.planted[0].seenBy).toContain('copies-exact');
  });

  it('without a holdout sees copies, and calls what is left unknown', async () => {
    const leaky = auditJson(await audit({ real, synthetic: readGolden('leaky.csv') }));
    expect(leaky).toMatchObject({ decision: 'leak', attacks: [] });
    expect(leaky.copies.exact).toMatchObject({ copies: 200, rate: 0.2 });
    const good = auditJson(await audit({ real, synthetic: readGolden('good.csv') }));
    expect(good.decision).toBe('unknown');
    expect(good.notJudged[0]).toMatch(/no holdout/);
  });

  it('is the same for the same seed, whatever ran before', async () => {
    const data = { real, synthetic: readGolden('leaky.csv'), holdout };
    const first = auditJson(await audit(data));
    await audit({ real: holdout, synthetic: readGolden('bad.csv'), holdout: real });
    expect(auditJson(await audit(data))).toEqual(first);
  });

  it('works with columns of any name', async () => {
    const column = (cell: (i: number) => number) =>
      ['number', numbers(...Array.from({ length: 80 }, (_, i) => cell(i)))] as const;
    const odd = (seed: number) =>
      table({
        ['__proto__']: column((i) => (i * seed) % 79),
        'a.b c': column((i) => (i * i * seed) % 31),
        constructor: ['category', levels(...Array.from({ length: 80 }, (_, i) => `l${(i * seed) % 3}`))] as const,
      });
    const made = await audit({ real: odd(3), synthetic: odd(5), holdout: odd(11) }, true);
    expect(made.columns).toEqual(['__proto__', 'a.b c', 'constructor']);
    expect(auditJson(made).attacks.some(({ column: name }) => name === 'constructor')).toBe(true);
  });
});

describe('auditSections', () => {
  it('are thirteen, numbered', async () => {
    const sections = auditSections(await audit({ real, synthetic: readGolden('good.csv'), holdout }), about);
    expect(sections.map(({ title }) => title.split('.')[0])).toEqual(Array.from({ length: 13 }, (_, i) => `${i + 1}`));
    expect(sections[7].text?.[0]).toMatch(/Unknown/);
    expect(sections[8].text?.[0]).toMatch(/No guarantee/);
  });

  it('hold no cell that one row alone holds', async () => {
    const planted = plantUnique(real);
    const made = await audit({ real: planted, synthetic: planted, holdout: plantUnique(holdout) }, true);
    const text = JSON.stringify([auditSections(made, about), auditJson(made)]);
    expect(made.leaks.length).toBeGreaterThan(5);
    for (const secret of ['ZEBRA-SECRET', '87654321.25', '99887766']) expect(text).not.toContain(secret);
  });

  it('warn when holdout rows are training rows', async () => {
    const made = await audit({ real, synthetic: readGolden('leaky.csv'), holdout: sliceRows(real, 0, 600) });
    const [, , , separation] = auditSections(made, about);
    expect(separation.findings?.map(({ rule }) => rule)).toEqual(['holdout-shares-rows']);
  });
});

/** A category, a number and an extreme that only the first row holds. */
function plantUnique(rows: Table): Table {
  const columns = rows.columns.map((column, i) => {
    const { name } = rows.spec.columns[i];
    if (column.storage === 'coded' && name === 'city') {
      const codes = column.codes.slice();
      codes[0] = column.levels.length;
      return { ...column, codes, levels: [...column.levels, 'ZEBRA-SECRET'] };
    }
    if (column.storage !== 'numeric' || (name !== 'income' && name !== 'score')) return column;
    const values = column.values.slice();
    values[0] = name === 'income' ? 87654321.25 : 99887766;
    return { ...column, values };
  });
  return { ...rows, columns };
}
