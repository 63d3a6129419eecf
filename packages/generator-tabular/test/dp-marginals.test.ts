import {
  type Column,
  type ColumnKind,
  canonicalJson,
  cellOf,
  columnOf,
  createContext,
  createTable,
  fit,
  type Json,
  type Model,
  rowsWhere,
  sample,
  type Table,
  tableHash,
  withTarget,
} from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { type DpMarginalsOptions, dpMarginals, dpMarginalsWith } from '../src/index.ts';
import { dpNoiseless } from './dp-tables.ts';
import { goldenReal } from './tables.ts';

const DOMAIN: DpMarginalsOptions['domain'] = {
  age: { bounds: [0, 120] },
  income: { bounds: [0, 500_000] },
  score: { bounds: [-10, 10], decimals: 3 },
  group: { levels: ['A', 'B', 'C', 'D', 'E'] },
  city: { levels: ['Brno', 'Cork', 'Graz', 'Lyon', 'Porto'] },
  target: { levels: ['no', 'yes'], missing: false },
};

const golden = (): Table => {
  const table = goldenReal();
  return withTarget(table, 'target');
};

/** The domain of the golden table's own columns. */
function domainOf({ spec }: Table): DpMarginalsOptions['domain'] {
  return Object.fromEntries(
    spec.columns.map(({ name, kind, levels }) => [
      name,
      Object.hasOwn(DOMAIN, name)
        ? DOMAIN[name]
        : levels
          ? { levels: [...levels] }
          : { bounds: kind === 'datetime' ? ['1990-01-01', '2030-01-01'] : [0, 1000] },
    ]),
  ) as DpMarginalsOptions['domain'];
}

async function stateText(model: Model): Promise<string> {
  const { json, arrays } = await model.save();
  const plain = Object.entries(arrays).map(([name, array]) => [name, [...array]] as const);
  return canonicalJson({ json, arrays: Object.fromEntries(plain) } as unknown as Json);
}

/** Noise in which any count drowns: 2^80 and a million more are the same double. What is left of the data shows. */
const drowning = dpMarginalsWith({
  noise: {
    gaussian: (_, cells) => Float64Array.from({ length: cells }, (_, cell) => 2 ** 80 * (1 + (cell % 5))),
    choose: (scores) => scores.length >> 1,
  },
});

describe('dp-marginals', () => {
  it('knows nothing of the data but the noisy answers', async () => {
    const real = golden();
    const options = { domain: domainOf(real), epsilon: 1 };
    const texts = new Set<string>();
    for (const data of [real, strange(real), { ...real, rows: 0, columns: real.columns.map(empty) }]) {
      texts.add(await stateText(await fit(drowning, data, options, createContext())));
    }
    expect(texts.size).toBe(1);
  });

  it('emits and saves nothing that was not declared', async () => {
    const real = strange(golden());
    const model = await fit(dpNoiseless, real, { domain: domainOf(real), epsilon: 1 }, createContext());
    const { table } = await sample(dpNoiseless, model, { rows: 3000 }, createContext());
    for (const text of [await stateText(model), JSON.stringify(model.schema), JSON.stringify(cells(table))]) {
      for (const secret of ['ZEBRA-SECRET', '87654321', '99887766']) expect(text).not.toContain(secret);
    }
    const income = columnOf(table, 'income');
    if (income.storage !== 'numeric') throw new Error('not numeric');
    expect(income.values.every((value) => !(value > 500_000))).toBe(true);
  });

  it('keeps margins and dependence where there is no noise', async () => {
    const real = golden();
    const ctx = createContext({ seed: 3 });
    const model = await fit(dpNoiseless, real, { domain: domainOf(real), epsilon: 1000 }, ctx);
    const { table } = await sample(dpNoiseless, model, { rows: 40_000 }, ctx);
    const share = (of: Table, level: string) => rowsWhere(of, [{ column: 'target', in: [level] }]).length / of.rows;
    expect(Math.abs(share(table, 'yes') - share(real, 'yes'))).toBeLessThan(0.01);
    expect(Math.abs(correlation(table) - correlation(real))).toBeLessThan(0.08);
    expect(correlation(real)).toBeGreaterThan(0.5);
  });

  it('draws under conditions what it draws without them and keeps', async () => {
    const real = golden();
    const ctx = createContext({ seed: 4 });
    const model = await fit(dpNoiseless, real, { domain: domainOf(real), epsilon: 1 }, ctx);
    const { table: free } = await sample(dpNoiseless, model, { rows: 120_000 }, ctx);
    const where = [
      { column: 'income', from: 42_500, to: 71_000 },
      { column: 'target', in: ['yes'] },
    ];
    const kept = rowsWhere(free, where);
    const { table } = await sample(dpNoiseless, model, { rows: 20_000, where }, createContext({ seed: 5 }));
    expect(rowsWhere(table, where).length).toBe(20_000);
    const [asked, found] = [free, table].map((from) => columnOf(from, 'group'));
    if (asked.storage !== 'coded' || found.storage !== 'coded') throw new Error('not coded');
    for (const code of asked.levels.keys()) {
      const expected = kept.filter((row) => asked.codes[row] === code).length / kept.length;
      const share = found.codes.filter((one) => one === code).length / 20_000;
      const error = Math.sqrt(expected * (1 - expected) * (1 / kept.length + 1 / 20_000));
      expect(Math.abs(share - expected)).toBeLessThan(4 * error + 1e-9);
    }
  });

  it('draws the same from a loaded model, and the same for the same seed', async () => {
    const real = golden();
    const model = await fit(dpMarginals, real, { domain: domainOf(real) }, createContext());
    const state = await model.save();
    const loaded = await dpMarginals.load({ ...state, json: JSON.parse(JSON.stringify(state.json)) });
    const hash = async (from: Model) =>
      tableHash((await sample(dpMarginals, from, { rows: 500 }, createContext({ seed: 7 }))).table);
    expect(await hash(loaded)).toBe(await hash(model));
    expect(await stateText(loaded)).toBe(await stateText(model));
    const again = await fit(dpMarginals, real, { domain: domainOf(real) }, createContext());
    expect(await stateText(again)).not.toBe(await stateText(model));
  });

  it('refuses to look for bounds and levels itself, with a skeleton that shows none', async () => {
    const refusal = await fit(dpMarginals, strange(golden()), {}, createContext()).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'generator-tabular/domain-missing' });
    const { message, next } = refusal as { message: string; next: string };
    expect(next).toContain('"income":{"bounds":["LOW","HIGH"]');
    expect(`${message}${next}`).not.toMatch(/ZEBRA|8765|9988|Lyon/);
    const skeleton = JSON.parse(next.slice(next.indexOf('{')));
    expect(Object.keys(skeleton)).toContain('group');
  });

  it.each([
    [{ nobody: { levels: [] } }, 'is in the option domain and not in the table'],
    [{ age: { levels: ['a'] } }, 'takes bounds, not levels'],
    [{ group: { bounds: [0, 1] } }, 'takes levels, not bounds'],
    [{ age: { bounds: [2, 1] } }, 'lower bound above'],
    [{ age: { bounds: ['young', 'old'] } }, 'a bound that is not a number'],
    [{ group: { levels: ['A', 'A'] } }, 'lists a level twice'],
  ])('refuses the declaration %j', async (part, what) => {
    const real = golden();
    const domain = { ...domainOf(real), ...part };
    await expect(fit(dpMarginals, real, { domain }, createContext())).rejects.toThrow(
      expect.objectContaining({
        code: 'generator-tabular/domain-unfit',
        message: expect.stringContaining(what) as string,
      }),
    );
  });

  it('takes a column named __proto__, with its dates, numbers and texts', async () => {
    const day = 86_400_000;
    const spec = (name: string, kind: ColumnKind) => ({ name, kind, nullable: true, role: 'feature' as const });
    const table = createTable(
      [spec('__proto__', 'number'), spec('when', 'datetime'), spec('who', 'id'), spec('said', 'text')],
      [
        { storage: 'numeric', values: Float64Array.of(1.5, 2.5, Number.NaN) },
        { storage: 'numeric', values: Float64Array.of(0, day, 400 * day) },
        { storage: 'text', values: ['a1', 'a2', 'a3'] },
        { storage: 'text', values: ['x', 'y', 'z'] },
      ],
    );
    const domain = JSON.parse(
      '{"__proto__": {"bounds": [1, 3], "decimals": 1}, "when": {"bounds": ["1970-01-01", "1970-01-31"], "missing": false}}',
    );
    const model = await fit(dpNoiseless, table, { domain, epsilon: 10 }, createContext());
    const made = await model.sample({ block: 2, rows: 50 }, createContext());
    const [odd, when, who, said] = made.spec.columns.map((_, i) =>
      Array.from({ length: 50 }, (_, row) => cellOf(made.columns[i], row)),
    );
    expect(odd.every((value) => value === null || (Number(value) * 10) % 1 === 0)).toBe(true);
    expect(when.every((value) => Number(value) % day === 0 && Number(value) <= 30 * day)).toBe(true);
    expect(who[0]).toBe('synthetic-000000131072');
    expect(said).toEqual(new Array(50).fill(null));
    expect(made.spec.columns[0]).toMatchObject({ name: '__proto__', bounds: [1, 3], decimals: 1, nullable: true });
  });

  it.each(['domain.json', [], { age: { bounds: [1] } }, { age: { bounds: [1, 2], levels: [] } }])(
    'refuses the domain %j as an option',
    async (domain) => {
      await expect(fit(dpMarginals, golden(), { domain }, createContext())).rejects.toThrow(
        expect.objectContaining({ code: 'core/bad-options', message: expect.stringContaining('bounds') as string }),
      );
    },
  );

  it('refuses a state of another generator and a table without columns', async () => {
    expect(() => dpMarginals.load({ generator: 'trees', version: '0.1.0', json: {}, arrays: {} })).toThrow(
      expect.objectContaining({ code: 'generator-tabular/bad-state' }),
    );
    await expect(fit(dpMarginals, createTable([], []), {}, createContext())).rejects.toThrow(
      expect.objectContaining({ code: 'generator-tabular/empty-table' }),
    );
  });
});

/** The same columns with a level, a number and an extreme that nobody declared in the first row, the rest turned round. */
function strange(rows: Table): Table {
  const columns = rows.columns.map((column, i): Column => {
    const { name } = rows.spec.columns[i];
    if (column.storage === 'coded') {
      if (name !== 'group') return column;
      return {
        ...column,
        codes: column.codes.with(0, column.levels.length),
        levels: [...column.levels, 'ZEBRA-SECRET'],
      };
    }
    if (column.storage !== 'numeric') return column;
    return { ...column, values: column.values.toReversed().with(0, name === 'income' ? 87654321.25 : 99887766) };
  });
  return createTable(rows.spec.columns, columns);
}

function empty(column: Column): Column {
  if (column.storage === 'coded') return { ...column, codes: new Int32Array(0) };
  return column.storage === 'numeric' ? { ...column, values: new Float64Array(0) } : { ...column, values: [] };
}

const cells = (table: Table) =>
  table.columns.map((column) => Array.from({ length: table.rows }, (_, row) => cellOf(column, row)));

/** Pearson's, of age and income. */
function correlation(table: Table): number {
  const [x, y] = ['age', 'income'].map((name) => {
    const column = columnOf(table, name);
    if (column.storage !== 'numeric') throw new Error('not numeric');
    const known = column.values.map((value) => (Number.isNaN(value) ? 0 : value));
    const mean = known.reduce((sum, value) => sum + value, 0) / table.rows;
    return known.map((value) => value - mean);
  });
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
