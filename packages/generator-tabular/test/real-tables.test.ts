import {
  columnKinds,
  columnOf,
  createContext,
  fit,
  type Generator,
  isMissing,
  type Json,
  rowsWhere,
  sample,
  type Table,
  tableHash,
} from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { bootstrapJitter, copula, marginals, smote, trees } from '../src/index.ts';
import { missingByGroup, oddTables, shapedColumns } from './odd-tables.ts';
import { goldenReal } from './tables.ts';

const generators = [marginals, copula, trees, smote, bootstrapJitter] as unknown as readonly Generator<
  object,
  'data'
>[];

async function make(generator: Generator<object, 'data'>, data: Table, rows: number): Promise<Table> {
  const ctx = createContext({ seed: 1 });
  return (await sample(generator, await fit(generator, data, {}, ctx), { rows }, ctx)).table;
}

function presentNumbers(table: Table, name: string): Float64Array {
  const column = columnOf(table, name);
  if (column.storage !== 'numeric') throw new Error('not numeric');
  return column.values.filter((value) => !Number.isNaN(value));
}

function missingShare(table: Table, name: string, rows: ArrayLike<number>): number {
  const column = columnOf(table, name);
  return Array.from(rows).filter((row) => isMissing(column, row)).length / rows.length;
}

const everyRow = (table: Table) => Array.from({ length: table.rows }, (_, row) => row);

/** What no generator may do to a column, whatever it holds. */
function faultsOf(real: Table, made: Table): string[] {
  return real.spec.columns.flatMap(({ name, kind, nullable }): string[] => {
    const faults: string[] = [];
    const column = columnOf(made, name);
    const { storage, whole, identifies } = columnKinds[kind];
    const missing = missingShare(made, name, everyRow(made));
    if (storage === 'text' && !identifies) return missing === 1 ? [] : [`${name}: text made up`];
    if (!nullable && missing > 0) faults.push(`${name}: cells lost`);
    if (real.rows > 100 && Math.abs(missing - missingShare(real, name, everyRow(real))) > 0.05)
      faults.push(`${name}: ${missing} missing`);
    if (column.storage === 'numeric') {
      const known = presentNumbers(real, name).sort();
      const numbers = presentNumbers(made, name);
      if (numbers.some((value) => !(value >= known[0] && value <= known[known.length - 1])))
        faults.push(`${name}: range`);
      if (whole && known.every(Number.isInteger) && !numbers.every(Number.isInteger)) faults.push(`${name}: not whole`);
    }
    if (column.storage === 'text') {
      const own = columnOf(real, name);
      const known = new Set(own.storage === 'text' ? own.values : []);
      const ids = column.values.filter((value) => value !== null);
      if (new Set(ids).size < ids.length) faults.push(`${name}: identifiers repeat`);
      if (ids.some((id) => known.has(id))) faults.push(`${name}: a real identifier`);
    }
    return faults;
  });
}

describe.each(generators)('$name', (generator) => {
  test.each(Object.entries(oddTables))('%s', async (_, create) => {
    const real = create();
    const ctx = createContext({ seed: 1 });
    const model = await fit(generator, real, {}, ctx);
    const made = (await sample(generator, model, { rows: 2000 }, ctx)).table;
    expect(made.rows).toBe(2000);
    expect(made.spec.columns.map(({ name }) => name)).toEqual(real.spec.columns.map(({ name }) => name));
    expect(faultsOf(real, made)).toEqual([]);
    const { json, ...rest } = await model.save();
    const again = await generator.load({ ...structuredClone(rest), json: JSON.parse(JSON.stringify(json)) as Json });
    const second = await sample(generator, again, { rows: 2000 }, createContext({ seed: 1 }));
    expect(tableHash(second.table)).toBe(tableHash(made));
  });

  test('spikes, heaps, grids, bounds and rare truths keep their shares', async () => {
    const real = shapedColumns();
    const made = await make(generator, real, 20_000);
    const within = (name: string, holds: (value: number) => boolean, most: number) => {
      const [own, drawn] = [real, made].map((table) => presentNumbers(table, name));
      const share = (values: Float64Array) => values.filter(holds).length / values.length;
      expect(Math.abs(share(drawn) - share(own)), name).toBeLessThan(most);
    };
    // Four standard errors of a share in 4,000 rows: all that half a real table would differ by.
    within('gain', (value) => value === 0, 0.018);
    // Interpolating and disturbing is what these two are: heaps, at the ends too, are worn down by design.
    if (generator.name !== 'smote' && generator.name !== 'bootstrap-jitter') {
      within('weight', (value) => value % 5 === 0, 0.028);
      for (const end of [0, 1]) within('share', (value) => value === end, 0.02);
    }
    expect(presentNumbers(made, 'grid').every((value) => Math.round(value * 20) / 20 === value)).toBe(true);
    expect(presentNumbers(made, 'share').every((value) => Math.round(value * 1000) / 1000 === value)).toBe(true);
    expect(new Set(presentNumbers(made, 'gain')).size).toBeGreaterThan(100);
    const rare = (table: Table) => rowsWhere(table, [{ column: 'rare', in: ['true'] }]).length / table.rows;
    // Neighbours outvote a rare level in SMOTE.
    if (generator.name !== 'smote') expect(Math.abs(rare(made) - rare(real))).toBeLessThan(0.007);
  });

  // Marginals know no dependence; all others must keep it.
  test.runIf(generator.name !== 'marginals').each([
    ['a fixture', missingByGroup()],
    ['golden real.csv', goldenReal()],
  ])('what is missing not at random stays so: %s', async (_, real) => {
    const made = await make(generator, real, 20_000);
    for (const levels of [
      ['D', 'E'],
      ['A', 'B', 'C'],
    ]) {
      const [own, drawn] = [real, made].map((table) => rowsWhere(table, [{ column: 'group', in: levels }]));
      const rate = missingShare(real, 'score', own);
      const error = Math.sqrt((rate * (1 - rate)) / own.length + (rate * (1 - rate)) / drawn.length);
      // One correlation stands for five groups in a copula.
      const most = generator.name === 'copula' ? 0.08 : 3 * error;
      expect(Math.abs(missingShare(made, 'score', drawn) - rate)).toBeLessThan(most);
    }
  });

  test.runIf(generator.name !== 'marginals')('what is missing together stays so', async () => {
    const made = await make(generator, missingByGroup(), 10_000);
    const [score, grade] = ['score', 'grade'].map((name) => columnOf(made, name));
    const apart = everyRow(made).filter((row) => isMissing(score, row) !== isMissing(grade, row));
    expect(apart.length / made.rows).toBeLessThan(0.01);
  });
});
