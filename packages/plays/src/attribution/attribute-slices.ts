import {
  type CodedColumn,
  type Context,
  cellOf,
  columnKinds,
  columnOf,
  concatTables,
  type Table,
  takeRows,
} from '@verisim/core';
import { asClassTarget, compareArms, type MetricName } from '@verisim/evaluator-utility';
import { holm } from '@verisim/statistics';
import type { AttributeRequest, JudgedDifference } from './attribute.ts';
import type { SyntheticSource } from './synthetic-source.ts';

/** What one slice of a source does; positive is better. */
export interface SliceContribution {
  /** `column = level`, or `lineage field = level`. */
  readonly name: string;
  readonly rows: number;
  readonly metric: MetricName;
  /** All sources minus all but this slice, Holm-corrected over all slices and both metrics. */
  readonly leftOut: JudgedDifference;
}

/** What to leave out. */
export interface SlicesRequest extends AttributeRequest {
  readonly metrics: readonly MetricName[];
  readonly sliced: SyntheticSource;
}

/** A slice with fewer rows can hardly be seen; of a column with more levels, no level matters much. */
const LEAST_ROWS = 30;
const MOST_LEVELS = 12;
/** Each slice costs a full cross-validation. */
const MOST_SLICES = 12;

/** Style and origin, as the lineage has it. */
const FIELDS = ['prompt_version', 'judge', 'tags', 'difficulty', 'domain', 'task', 'block'];

/**
 * Leave-one-slice-out within a source: levels of its coded features and of its lineage (prompt version, difficulty, domain ...). Of more than 12
 * slices those whose labels a model of the real rows believes least are tried.
 */
export async function attributeSlices(request: SlicesRequest, ctx: Context): Promise<readonly SliceContribution[]> {
  const { sliced, sources, metrics, target } = request;
  const slices = await suspects(request, slicesIn(sliced, target), ctx);
  if (slices.length === 0) return [];
  const others = sources.filter((source) => source !== sliced).map(({ table }) => table);
  const arms = [null, ...slices].map((slice) => {
    const own = slice === null ? sliced.table : takeRows(sliced.table, complement(slice.rows, sliced.table.rows));
    return concatTables([...others, own]);
  });
  const contrasts = slices.map((_, i) => [0, i + 1] as const);
  const { differences } = await compareArms({ ...request, arms, contrasts }, ctx);
  const adjusted = holm(differences.flat().map(({ pWorse }) => pWorse));
  return slices
    .flatMap(({ name, rows }, i) =>
      metrics.map((metric, m) => {
        const leftOut = { ...differences[i][m], pAdjusted: adjusted[i * metrics.length + m] };
        return { name, rows: rows.length, metric, leftOut };
      }),
    )
    .sort((a, b) => a.leftOut.pAdjusted - b.leftOut.pAdjusted || a.leftOut.value - b.leftOut.value);
}

interface SourceSlice {
  readonly name: string;
  readonly rows: Int32Array;
}

function slicesIn({ table, lineage }: SyntheticSource, target: string): readonly SourceSlice[] {
  const features = table.spec.columns.filter(({ name, kind, role }) => {
    return name !== target && role !== 'ignore' && columnKinds[kind].storage === 'coded';
  });
  const fields = (lineage?.spec.columns ?? []).filter(({ name }) => FIELDS.includes(name));
  return [
    ...features.flatMap(({ name }) => levelsOf(table, name, name)),
    ...fields.flatMap(({ name }) => levelsOf(lineage!, name, `lineage ${name}`)),
  ];
}

function levelsOf(table: Table, name: string, shown: string): readonly SourceSlice[] {
  const column = columnOf(table, name);
  const rows = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const cell = cellOf(column, row);
    if (cell === null) continue;
    const known = rows.get(String(cell));
    if (known) known.push(row);
    else rows.set(String(cell), [row]);
    if (rows.size > MOST_LEVELS) return [];
  }
  return [...rows]
    .filter(([, own]) => own.length >= LEAST_ROWS && own.length < table.rows)
    .map(([level, own]) => ({ name: `${shown} = ${level}`, rows: Int32Array.from(own) }));
}

/** The slices in which a model of the real rows gives the labels the highest mean log loss. */
async function suspects(
  { real, target, learner, sliced }: SlicesRequest,
  slices: readonly SourceSlice[],
  ctx: Context,
): Promise<readonly SourceSlice[]> {
  if (slices.length <= MOST_SLICES) return slices;
  const fit = { target, random: ctx.random.fork('suspects'), signal: ctx.signal };
  const classifier = await learner.fit(asClassTarget(real, target), fit);
  const { codes, levels } = columnOf(asClassTarget(sliced.table, target), target) as CodedColumn;
  const places = levels.map((level) => classifier.classes.indexOf(level));
  const predicted = classifier.predict(sliced.table);
  classifier.dispose();
  const losses = Float64Array.from(codes, (code, row) => {
    if (code < 0) return 0;
    const place = places[code];
    const probability = place < 0 ? 0 : predicted[row * classifier.classes.length + place];
    return -Math.log(Math.max(1e-15, probability));
  });
  const mean = ({ rows }: SourceSlice) => rows.reduce((sum, row) => sum + losses[row], 0) / rows.length;
  return [...slices].sort((a, b) => mean(b) - mean(a)).slice(0, MOST_SLICES);
}

function complement(rows: Int32Array, of: number): Int32Array {
  const out = new Set(rows);
  return Int32Array.from([...Array(of).keys()].filter((row) => !out.has(row)));
}
