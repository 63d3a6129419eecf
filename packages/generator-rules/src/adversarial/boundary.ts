import {
  type Column,
  type ColumnSpec,
  type Context,
  columnKinds,
  createTable,
  type Generator,
  type Json,
  LINEAGE_PREFIX,
  type Model,
  type Random,
  type TableSpec,
} from '@verisim/core';
import { z } from 'zod';
import { DIFFICULTIES } from '../difficulty/difficulty.ts';
import { badState } from '../errors.ts';
import { ADVERSARIAL } from '../perturb/lineage-columns.ts';
import { BLOCK_ROWS } from '../perturb/perturb-model.ts';
import { type BoundaryCase, boundaryCases } from './boundary-cases.ts';

const NAME = 'boundary';
const VERSION = '0.1.0';
const TAG = `${ADVERSARIAL}; boundary`;

/** How boundary values are written. */
export interface BoundaryOptions {
  /** `text`: every column is text, so that wrong types can stand there; `typed`: columns as the schema has them, and only what they can hold. */
  readonly as: 'text' | 'typed';
}

/**
 * Rows from a schema alone, each with one cell at or beyond what its column allows and ordinary values elsewhere; all cases of all columns in turn, then again. The lineage says
 * `case` (`age: max + 1`), `valid` (whether the schema allows it), and the tag `adversarial`.
 */
export const boundary: Generator<BoundaryOptions, 'schema'> = {
  kind: 'generator',
  api: 1,
  name: NAME,
  version: VERSION,
  summary: 'Values at and beyond the bounds of a schema (min - 1, max + 1, empty, huge, wrong type)',
  family: 'rule',
  options: z.strictObject({
    as: z
      .enum(['text', 'typed'])
      .default('text')
      .describe('text: columns of texts, so that wrong types can stand there; typed: what the columns can hold'),
  }),
  needs: 'schema',
  traits: { reproducible: true, memorises: false, conditional: false, blockRows: BLOCK_ROWS },
  fit(schema, options, ctx) {
    ctx.signal.throwIfAborted();
    return boundaryModel(schema, options);
  },
  load({ generator, version, json }) {
    if (generator !== NAME || version !== VERSION) throw badState(`${NAME} ${VERSION}`, `${generator} ${version}`);
    const { schema, options } = json as unknown as { schema: TableSpec; options: BoundaryOptions };
    return boundaryModel(schema, options);
  },
};

/** A case and the column it is of. */
interface ColumnCase extends BoundaryCase {
  readonly column: number;
}

function boundaryModel(source: TableSpec, options: BoundaryOptions): Model {
  const typed = options.as === 'typed';
  const declared = source.columns.filter(({ role }) => role !== 'lineage');
  const cases = declared.flatMap((spec, column) =>
    boundaryCases(spec)
      .filter(({ typed: value }) => !typed || (value !== undefined && (value !== null || spec.nullable)))
      .map((one): ColumnCase => ({ ...one, column })),
  );
  const columns = declared.map((spec, i) =>
    typed
      ? typedSpec(
          spec,
          cases.filter(({ column }) => column === i),
        )
      : textSpec(spec),
  );
  const schema = { columns: [...columns, ...lineageSpecs(declared, cases)] };
  return {
    schema,
    sample({ block, rows }, ctx) {
      ctx.signal.throwIfAborted();
      const first = cases.length === 0 ? 0 : (block * BLOCK_ROWS) % cases.length;
      const caseOf = Int32Array.from({ length: rows }, (_, row) =>
        cases.length === 0 ? -1 : (first + row) % cases.length,
      );
      const cells = declared.map((spec, i) =>
        columnOf({ spec, made: columns[i], place: i, first: block * BLOCK_ROWS }, cases, caseOf, ctx),
      );
      return createTable(schema.columns, [...cells, ...lineageCells(declared, cases, caseOf)]);
    },
    save: () => ({
      generator: NAME,
      version: VERSION,
      json: JSON.parse(JSON.stringify({ schema: { columns: declared }, options })) as Json,
      arrays: {},
    }),
  };
}

function textSpec(spec: ColumnSpec): ColumnSpec {
  return { name: spec.name, kind: 'text', nullable: true, role: spec.role };
}

/** Levels and bounds as wide as the cases need. */
function typedSpec(spec: ColumnSpec, cases: readonly BoundaryCase[]): ColumnSpec {
  const { storage } = columnKinds[spec.kind];
  if (storage === 'numeric') return { ...spec, bounds: undefined, decimals: undefined };
  if (storage !== 'coded') return spec;
  const shown = cases.flatMap(({ typed }) => (typeof typed === 'string' ? [typed] : []));
  return { ...spec, levels: [...new Set([...(spec.levels ?? []), ...shown])] };
}

function columnOf(
  {
    spec,
    made,
    place,
    first,
  }: { readonly spec: ColumnSpec; readonly made: ColumnSpec; readonly place: number; readonly first: number },
  cases: readonly ColumnCase[],
  caseOf: Int32Array,
  ctx: Context,
): Column {
  const { storage } = columnKinds[made.kind];
  const ordinary = ordinaryCell(spec, ctx.random.fork(`column:${spec.name}`));
  const cells = Array.from(caseOf, (index, row) => {
    const one = index < 0 ? undefined : cases[index];
    const own = ordinary(first + row);
    if (one?.column !== place) return own;
    return { text: one.text, typed: one.typed ?? null };
  });
  if (storage === 'numeric')
    return { storage, values: Float64Array.from(cells, ({ typed }) => (typed === null ? Number.NaN : Number(typed))) };
  if (storage === 'text' && made.kind === spec.kind && columnKinds[spec.kind].storage === 'text')
    return { storage, values: cells.map(({ typed }) => typed as string | null) };
  if (storage === 'text')
    return { storage, values: cells.map(({ text, typed }) => (text === '' && typed === null ? null : text)) };
  const codes = new Map((made.levels ?? []).map((level, code) => [level, code]));
  return {
    storage,
    levels: made.levels ?? [],
    codes: Int32Array.from(cells, ({ typed }) => codes.get(typed as string) ?? -1),
  };
}

/** A cell that the schema allows: evenly within bounds (0 to 100 and 2000 to 2030 where none are said), any level, a word. */
function ordinaryCell(
  spec: ColumnSpec,
  random: Random,
): (row: number) => { text: string; typed: number | string | null } {
  const { kind, levels = [], bounds } = spec;
  const { storage, whole } = columnKinds[kind];
  if (storage === 'coded') {
    return () => {
      const level = levels.length === 0 ? null : levels[random.int(0, levels.length)];
      return { text: level ?? '', typed: level };
    };
  }
  if (storage === 'text') return (row) => ({ text: `${spec.name} ${row}`, typed: `${spec.name} ${row}` });
  const [low, high] = bounds ?? (kind === 'datetime' ? [Date.UTC(2000, 0), Date.UTC(2030, 0)] : [0, 100]);
  return () => {
    const share = random.next();
    const value = low * (1 - share) + high * share;
    const settled = whole ? Math.round(value) : Number(value.toFixed(Math.min(100, spec.decimals ?? 3)));
    const typed = Math.min(high, Math.max(low, settled));
    return { text: kind === 'datetime' ? new Date(typed).toISOString() : String(typed), typed };
  };
}

const caseName = (columns: readonly ColumnSpec[], one: ColumnCase): string =>
  `${columns[one.column].name}: ${one.name}`;

function lineageSpecs(columns: readonly ColumnSpec[], cases: readonly ColumnCase[]): readonly ColumnSpec[] {
  const levels = [...new Set(cases.map((one) => caseName(columns, one)))];
  const fields: readonly (readonly [string, ColumnSpec['kind'], readonly string[]])[] = [
    ['tags', 'category', [TAG]],
    ['difficulty', 'category', DIFFICULTIES],
    ['case', 'category', levels],
    ['valid', 'boolean', ['false', 'true']],
  ];
  return fields.map(([name, kind, levels]) => ({
    name: LINEAGE_PREFIX + name,
    kind,
    levels,
    nullable: true,
    role: 'lineage',
  }));
}

function lineageCells(
  columns: readonly ColumnSpec[],
  cases: readonly ColumnCase[],
  caseOf: Int32Array,
): readonly Column[] {
  const [tags, difficulty, names, valid] = lineageSpecs(columns, cases).map(({ levels }) => levels!);
  const codeOf = cases.map((one) => names.indexOf(caseName(columns, one)));
  const coded = (levels: readonly string[], code: (index: number) => number): Column => ({
    storage: 'coded',
    levels,
    codes: caseOf.map((index) => (index < 0 ? -1 : code(index))),
  });
  return [
    coded(tags, () => 0),
    coded(difficulty, () => DIFFICULTIES.indexOf(ADVERSARIAL)),
    coded(names, (index) => codeOf[index]),
    coded(valid, (index) => Number(cases[index].valid)),
  ];
}
