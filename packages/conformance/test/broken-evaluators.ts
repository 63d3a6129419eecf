import {
  type Chart,
  type Comparison,
  type Evaluation,
  type Evaluator,
  type Measurement,
  measurement,
  type Table,
  verisimError,
} from '@verisim/core';
import { z } from 'zod';
import type { EvaluatorCheckName, EvaluatorSetup } from '../src/index.ts';
import { badImport, badImportSays } from './bad-import.ts';
import { brokenCalls } from './broken-calls.ts';
import { type OverlapOptions, overlap } from './overlap-evaluator.ts';

/** An evaluator broken in one way: the one check that must fail, and what its message must say. */
export interface BrokenEvaluator {
  readonly check: EvaluatorCheckName;
  readonly what: string;
  readonly says: RegExp;
  readonly evaluator: Evaluator<never>;
  readonly setup?: EvaluatorSetup;
}

type Given = Parameters<typeof overlap.measure>;

function broken(
  check: EvaluatorCheckName,
  what: string,
  says: RegExp,
  parts: Partial<Record<keyof typeof overlap, unknown>>,
): BrokenEvaluator {
  return { check, what, says, evaluator: { ...overlap, ...parts } as never };
}

/** The usual tables of the kit: their second column is a number, their fifth a category. */
const isUsual = ({ real }: Comparison) => real.columns.length === 7 && real.rows === 240;

/** Changes every evaluation of the usual tables. */
function evaluations(change: (evaluation: Evaluation, ...given: Given) => Evaluation): Pick<typeof overlap, 'measure'> {
  return {
    measure: async (...given) => {
      const evaluation = await overlap.measure(...given);
      return isUsual(given[0]) ? change(evaluation, ...given) : evaluation;
    },
  };
}

/** Changes the first measurement. */
function first(change: (measured: Measurement) => Partial<Measurement>): Pick<typeof overlap, 'measure'> {
  return evaluations((evaluation) => {
    const [measured, ...others] = evaluation.measurements;
    return { ...evaluation, measurements: [{ ...measured, ...change(measured) }, ...others] };
  });
}

/** Changes the chart. */
function charts(change: (chart: Chart) => unknown): Pick<typeof overlap, 'measure'> {
  return evaluations((evaluation) => ({
    ...evaluation,
    charts: evaluation.charts.map((chart) => ({ ...chart, ...(change(chart) as Partial<Chart>) })),
  }));
}

function remark(evaluation: Evaluation, message: string): Evaluation {
  return { ...evaluation, findings: [...evaluation.findings, { rule: 'one-more', level: 'info', message }] };
}

/** Broken in what they say of themselves and in the form of their measurements. */
const brokenForms: readonly BrokenEvaluator[] = [
  broken('shape', 'kind of another plugin', /is kind metric, api 1, not an evaluator/, { kind: 'metric' }),
  broken('shape', 'a name of two words', /kebab-case/, { name: 'share overlap' }),
  broken('options', 'defaults that are not JSON', /not JSON: options.resamples is Infinity/, {
    options: z.strictObject({ resamples: z.any().default(Number.POSITIVE_INFINITY) }),
    measure: (...[data, , ctx]: Given) => overlap.measure(data, { resamples: 20 }, ctx),
  }),
  {
    ...broken('import', 'a module that does something', badImportSays, {}),
    setup: { imports: badImport },
  },
  broken('measures', 'no value at all', /measures nothing/, {
    ...evaluations((evaluation) => remark({ ...evaluation, measurements: [] }, 'Nothing.')),
  }),
  broken(
    'plain',
    'a value that is NaN',
    /measurements\[0\].value is NaN/,
    first(() => ({ value: Number.NaN })),
  ),
  broken(
    'plain',
    'a typed array in a chart',
    /is a Float64Array/,
    charts(({ spec }) => ({ spec: { ...(spec as object), data: { values: new Float64Array(2) } } })),
  ),
  broken(
    'metrics',
    'a metric in capitals',
    /"Distance", which is not kebab-case/,
    first(() => ({ metric: 'Distance' })),
  ),
  broken('metrics', 'a measurement given twice', /measures "median-distance" column "age" twice/, {
    ...evaluations((evaluation) => ({
      ...evaluation,
      measurements: [...evaluation.measurements, evaluation.measurements[0]],
    })),
  }),
  broken(
    'direction',
    'a direction of its own',
    /the direction "up"/,
    first(() => ({ better: 'up' as never })),
  ),
  broken('range', 'a value outside its range', /outside its range 0 to 0.001/, {
    ...evaluations((evaluation) => ({
      ...evaluation,
      measurements: evaluation.measurements.map((m) =>
        m.metric === 'share-overlap' ? { ...m, range: [0, 0.001] as const, reference: undefined } : m,
      ),
    })),
  }),
  broken(
    'range',
    'a range that ends before it begins',
    /the range \[1,0\]/,
    first(() => ({ range: [1, 0], reference: {} })),
  ),
  broken('interval', 'an interval beside its value', /outside its interval 0.9 to 1/, {
    ...first(() => ({ low: 0.9, high: 1 })),
  }),
  broken(
    'interval',
    'one end of an interval',
    /one end/,
    first(() => ({ low: 0 })),
  ),
  broken('reference', 'a reference outside the range', /the reference "fresh rows" 2/, {
    ...first(() => ({ reference: { 'fresh rows': 2 } })),
  }),
  broken(
    'where',
    'a column that no table has',
    /the column "nowhere"/,
    first(() => ({ where: { column: 'nowhere' } })),
  ),
  broken('findings', 'an empty message', /not one line of text/, {
    ...evaluations((evaluation) => remark(evaluation, ' ')),
  }),
  broken('undefined-said', 'no value and no reason', /without a finding that says why/, {
    ...first(() => ({ value: null, low: null, high: null })),
  }),
  broken('charts', 'data from elsewhere', /data from "https:\/\/example.org\/rows.csv"/, {
    ...charts(({ spec }) => ({ spec: { ...(spec as object), data: { url: 'https://example.org/rows.csv' } } })),
  }),
  broken(
    'charts',
    'no Vega-Lite',
    /no \$schema of Vega-Lite/,
    charts(({ spec }) => ({ spec: { ...(spec as object), $schema: 'plotly' } })),
  ),
  broken(
    'charts',
    'no title',
    /a title that is not one line/,
    charts(() => ({ title: '' })),
  ),
];

/** Broken in what their measurements depend on. */
const brokenMeanings: readonly BrokenEvaluator[] = [
  broken('row-order', 'looks at the first rows only', /with the rows in another order/, {
    ...evaluations((evaluation, { real }) => {
      const age = real.columns[1];
      const value = age.storage === 'numeric' ? Math.min(1, age.values[0] / 100) : 0;
      const { measurements } = evaluation;
      return { ...evaluation, measurements: [...measurements, measurement('first-age', value)] };
    }),
  }),
  broken('identical', 'never gives full marks', /gives "share-overlap".* 0.95 for the real rows, not 1/, {
    measure: (...given: Given) => scaled(0.95, given),
  }),
  broken('direction-holds', 'calls lower better where higher is', /calls lower "share-overlap"/, {
    ...evaluations((evaluation) => ({
      ...evaluation,
      measurements: evaluation.measurements.map((m) => (m.metric === 'share-overlap' ? { ...m, better: 'lower' } : m)),
    })),
  }),
  broken('answer-detached', 'a text column in a chart', /changes with the tables it was given/, {
    ...evaluations((evaluation, { synthetic }) => {
      const text = synthetic.columns.findLast((column) => column.storage === 'text');
      return {
        ...evaluation,
        charts: evaluation.charts.map((chart) => ({
          ...chart,
          spec: { ...(chart.spec as object), data: { values: text?.values as string[] } },
        })),
      };
    }),
  }),
  broken('level-codes', 'the mean code of a level', /with the levels listed backwards/, {
    ...evaluations((evaluation, { real }) => {
      const city = real.columns.find((column) => column.storage === 'coded');
      const value = city?.storage === 'coded' ? city.codes.reduce((a, b) => a + b, 0) / real.rows / 5 : 0;
      const { measurements } = evaluation;
      return { ...evaluation, measurements: [...measurements, measurement('mean-code', value)] };
    }),
  }),
  broken('odd-names', 'columns kept in an object by name', /the same rows with odd column names/, {
    measure: async (...[data, options, ctx]: Given) => {
      const evaluation = await overlap.measure(data, options, ctx);
      if (data.real.rows < 100) return evaluation;
      const inherited: Record<string, unknown> = {};
      return {
        ...evaluation,
        measurements: evaluation.measurements.filter(({ where }) => inherited[where.column ?? ''] === undefined),
      };
    },
  }),
  broken('odd-levels', 'levels that are trimmed', /the same rows with odd levels/, {
    measure: (...[data, options, ctx]: Given) => {
      if (data.real.rows < 100 || data.real.rows > 1000) return overlap.measure(data, options, ctx);
      return overlap.measure({ ...data, synthetic: trimmed(data.synthetic) }, options, ctx);
    },
  }),
  broken('evidence-absent', 'takes a holdout for granted', /without a (holdout|target)|real and synthetic rows alone/, {
    measure: (...[data, options, ctx]: Given) => {
      ctx.signal.throwIfAborted();
      if (data.holdout!.rows < 0) throw new Error('never');
      return overlap.measure(data, options, ctx);
    },
  }),
  broken('errors', 'a target that it cannot find', /a target that no table has throws "no such target", which is no/, {
    measure: (...[data, options, ctx]: Given) => {
      if (data.target === 'no such column') throw new TypeError('no such target');
      return overlap.measure(data, options, ctx);
    },
  }),
  broken('errors', 'an error that does not say what to do', /without saying what to do next/, {
    measure: (...[data, options, ctx]: Given) => {
      if (data.target === 'no such column') throw verisimError('overlap/target', 'There is no such target.', ' ');
      return overlap.measure(data, options, ctx);
    },
  }),
  broken('canary', 'lists levels of single rows', /tells a level of one real row: canary level/, {
    ...evaluations((evaluation, { real }) => {
      const levels = real.spec.columns.flatMap((spec) => spec.levels ?? []);
      return remark(evaluation, `Levels: ${levels.join(', ')}.`);
    }),
  }),
];

async function scaled(share: number, given: Given): Promise<Evaluation> {
  const evaluation = await overlap.measure(...given);
  const measurements = evaluation.measurements.map((m) =>
    m.metric === 'share-overlap' ? { ...m, value: m.value! * share, low: null, high: null } : m,
  );
  return { ...evaluation, measurements };
}

function trimmed(table: Table): Table {
  const columns = table.columns.map((column) => {
    return column.storage === 'coded' ? { ...column, levels: column.levels.map((level) => level.trim()) } : column;
  });
  return { ...table, columns };
}

/** Every way in which an evaluator can be broken that the kit must tell from the others. */
export const brokenEvaluators: readonly BrokenEvaluator[] = [
  ...brokenForms,
  ...brokenMeanings,
  ...brokenCalls<Evaluation>(remark).map(({ check, what, says, call }) =>
    broken(check as EvaluatorCheckName, what, says, {
      measure: (data: Comparison, options: OverlapOptions, ctx: Given[2]) =>
        call({ table: data.synthetic, ctx, answer: async (own) => overlap.measure(data, options, own) }),
    }),
  ),
];
