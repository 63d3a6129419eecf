import {
  type BlockRequest,
  type Column,
  type ColumnSpec,
  type ColumnTest,
  type Context,
  createTable,
  type Generator,
  isMissing,
  type Json,
  type Model,
  type ModelState,
  passesNumber,
  resolveConditions,
  type Table,
  type TableSpec,
  verisimError,
} from '@verisim/core';
import { z } from 'zod';

/** What is known of one column: the share of missing cells, and sorted numbers, level counts, or texts. */
export interface Pool {
  readonly missing: number;
  readonly values: Float64Array;
  readonly texts: readonly string[];
}

/** What a part is fitted from. */
export type Shared = Table;

const options = z.strictObject({ smooth: z.boolean().default(true) });
type Options = z.infer<typeof options>;

/** A correct generator that samples each column by itself: the base that the tests break in one way at a time. */
export const independent: Generator<Options, 'data'> = {
  kind: 'generator',
  api: 1,
  name: 'independent',
  version: '1.2.3',
  summary: 'Samples each column by itself',
  family: 'model',
  options,
  needs: 'data',
  traits: { reproducible: true, memorises: false, conditional: true, blockRows: 4096 },
  async fit(source, { smooth }, ctx) {
    ctx.signal.throwIfAborted();
    if (source.rows === 0) throw verisimError('independent/no-rows', 'There is no row to learn from.', 'Give one.');
    const pools = ctx.fitParts ? await ctx.fitParts(source, source.columns.length) : await poolsOf(source, ctx);
    ctx.note('smooth', smooth);
    return modelOf(structuredClone(source.spec), pools as readonly Pool[], smooth);
  },
  fitPart: (shared, i) => poolOf((shared as Shared).spec.columns[i], (shared as Shared).columns[i]),
  load(state) {
    refuseForeign(state, independent);
    const json = state.json as unknown as {
      schema: TableSpec;
      smooth: boolean;
      pools: { missing: number; texts: string[] }[];
    };
    const pools = json.pools.map((pool, i) => ({
      ...pool,
      values: state.arrays[`values ${i}`].slice() as Float64Array,
    }));
    return modelOf(json.schema, pools, json.smooth);
  },
};

/** Refuses the state of another generator or version. */
export function refuseForeign(state: ModelState, own: { readonly name: string; readonly version: string }): void {
  if (state.generator === own.name && state.version === own.version) return;
  const what = `This state was saved by ${state.generator} ${state.version}.`;
  throw verisimError('independent/bad-state', what, 'Load it with the generator that saved it.');
}

export function modelOf(schema: TableSpec, pools: readonly Pool[], smooth: boolean): Model {
  return {
    schema,
    async sample(request, ctx) {
      ctx.signal.throwIfAborted();
      await Promise.resolve();
      return drawTable(schema, pools, smooth, request, ctx);
    },
    save: (): ModelState => ({
      generator: independent.name,
      version: independent.version,
      json: { schema, smooth, pools: pools.map(({ missing, texts }) => ({ missing, texts })) } as unknown as Json,
      arrays: Object.fromEntries(pools.map((pool, i) => [`values ${i}`, pool.values.slice()])),
    }),
  };
}

async function poolsOf(source: Table, ctx: Context): Promise<readonly Pool[]> {
  const pools: Pool[] = [];
  for (const [i, column] of source.columns.entries()) {
    pools.push(poolOf(source.spec.columns[i], column));
    ctx.progress({ done: i + 1, total: source.columns.length, note: 'columns' });
    await Promise.resolve();
    ctx.signal.throwIfAborted();
  }
  return pools;
}

function poolOf(spec: ColumnSpec, column: Column): Pool {
  const rows = column.storage === 'coded' ? column.codes.length : column.values.length;
  const missing = Array.from({ length: rows }, (_, row) => +isMissing(column, row)).reduce((a, b) => a + b, 0) / rows;
  if (column.storage === 'numeric') {
    return { missing, values: column.values.filter((value) => !Number.isNaN(value)).sort(), texts: [] };
  }
  if (column.storage === 'text') {
    const own = spec.kind === 'id' ? [] : column.values.filter((value) => value !== null);
    return { missing, values: new Float64Array(), texts: own.filter((text, at) => own.indexOf(text) !== at) };
  }
  const counts = new Float64Array(column.levels.length);
  for (const code of column.codes) if (code >= 0) counts[code]++;
  const common = counts.map((count) => (count > 1 ? count : 0));
  return { missing, values: common.some((count) => count > 0) ? common : counts, texts: [] };
}

function drawTable(
  schema: TableSpec,
  pools: readonly Pool[],
  smooth: boolean,
  request: BlockRequest,
  ctx: Context,
): Table {
  const tests = new Map(resolveConditions(schema, request.where ?? []).map((test) => [test.column, test]));
  const columns = schema.columns.map((spec, i) =>
    drawColumn(spec, pools[i], smooth, tests.get(i), request, ctx.random.fork(`column:${i}`)),
  );
  return createTable(schema.columns, columns);
}

function drawColumn(
  spec: ColumnSpec,
  pool: Pool,
  smooth: boolean,
  test: ColumnTest | undefined,
  { block, rows }: BlockRequest,
  random: Context['random'],
): Column {
  const missing = test === undefined ? pool.missing : test.missing ? (test.present ? pool.missing : 1) : 0;
  const isGone = () => random.next() < missing;
  if (spec.kind === 'text' || spec.kind === 'id') {
    const values = Array.from({ length: rows }, (_, row) => {
      if (isGone()) return null;
      return spec.kind === 'id'
        ? `new ${block} ${row}`
        : (pool.texts[random.int(0, Math.max(1, pool.texts.length))] ?? 'some text');
    });
    return { storage: 'text', values };
  }
  if (spec.levels !== undefined) {
    const weights = pool.values.map((count, code) => (test === undefined || test.codes?.[code] ? count : 0));
    return {
      storage: 'coded',
      levels: spec.levels,
      codes: Int32Array.from({ length: rows }, () => (isGone() ? -1 : choose(weights, random))),
    };
  }
  const from = test === undefined ? pool.values : pool.values.filter((value) => passesNumber(test, value));
  return {
    storage: 'numeric',
    values: Float64Array.from({ length: rows }, () => (isGone() ? Number.NaN : drawNumber(spec, from, smooth, random))),
  };
}

function choose(weights: Float64Array, random: Context['random']): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => {
    left -= weight;
    return weight > 0 && left < 0;
  });
}

function drawNumber(spec: ColumnSpec, sorted: Float64Array, smooth: boolean, random: Context['random']): number {
  const at = random.int(0, Math.max(1, sorted.length - 1));
  const above = sorted[Math.min(at + 1, sorted.length - 1)];
  const share = smooth ? random.next() : 0;
  const value = sorted[at] * (1 - share) + above * share;
  if (spec.kind !== 'number') return Math.round(value);
  return spec.decimals === undefined
    ? Math.min(above, Math.max(sorted[at], value))
    : Number(value.toFixed(spec.decimals));
}
