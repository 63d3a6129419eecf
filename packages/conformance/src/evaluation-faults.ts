import type { Chart, Comparison, Evaluation, Measurement } from '@verisim/core';
import { jsonFault } from './json-fault.ts';
import { KEBAB } from './plugin-checks.ts';
import { findingFault } from './verdict-faults.ts';

/** What is wrong with one thing about an evaluation, as a phrase, or `null`. */
type EvaluationFault = (evaluation: Evaluation, data: Comparison) => string | null;

/** How far beyond its range or interval rounding may carry a value. */
const ROUNDING = 1e-9;

/** Lists of measurements, findings and charts, as plain JSON. */
export const plainFault: EvaluationFault = (evaluation) => {
  if (typeof evaluation !== 'object' || evaluation === null) return 'gives no evaluation';
  for (const part of ['measurements', 'findings', 'charts'] as const) {
    if (!Array.isArray(evaluation[part])) return `gives no list of ${part}`;
    const fault = jsonFault(evaluation[part], part);
    if (fault !== null) return `gives ${part} that are not JSON: ${fault}`;
  }
  return null;
};

/** Metrics in kebab-case, each once per learner and place. */
export const metricsFault: EvaluationFault = ({ measurements }) => {
  const seen = new Set<string>();
  for (const measured of measurements) {
    const { metric, model, value } = measured;
    if (typeof metric !== 'string' || !KEBAB.test(metric)) return `measures "${metric}", which is not kebab-case`;
    if (model !== null && typeof model !== 'string') return `names no learner of "${metric}", nor says null`;
    if (value !== null && typeof value !== 'number') return `gives "${metric}" the value ${JSON.stringify(value)}`;
    const key = measurementKey(measured);
    if (seen.has(key)) return `measures ${key} twice`;
    seen.add(key);
  }
  return null;
};

/** What a measurement is about, as a text. */
export function measurementKey({ metric, model, where }: Measurement): string {
  const place = Object.entries(where ?? {}).map(([what, name]) => ` ${what} ${JSON.stringify(name)}`);
  return `"${metric}"${model === null ? '' : ` of ${model}`}${place.sort().join('')}`;
}

type MeasurementFault = (measured: Measurement, data: Comparison) => string | null;

/** Says which measurement has a fault. */
function ofEach(fault: MeasurementFault): EvaluationFault {
  return ({ measurements }, data) => {
    for (const measured of measurements) {
      const found = fault(measured, data);
      if (found !== null) return `gives ${measurementKey(measured)} ${found}`;
    }
    return null;
  };
}

export const directionFault: EvaluationFault = ofEach(({ better }) =>
  ['higher', 'lower', 'neither'].includes(better) ? null : `the direction "${better}", not higher, lower or neither`,
);

export const rangeFault: EvaluationFault = ofEach(({ range, value, low, high }) => {
  if (range === undefined) return null;
  if (!Array.isArray(range) || range.length !== 2 || !(range[0] < range[1]))
    return `the range ${JSON.stringify(range)}`;
  const out = [value, low, high].find((number) => number !== null && !within(number, range[0], range[1]));
  return out === undefined ? null : `${out}, outside its range ${range[0]} to ${range[1]}`;
});

export const intervalFault: EvaluationFault = ofEach(({ value, low, high }) => {
  if (low === null && high === null) return null;
  if (low === null || high === null) return 'one end of an interval without the other';
  if (value === null) return `the interval ${low} to ${high} without a value`;
  return within(value, low, high) ? null : `${value}, outside its interval ${low} to ${high}`;
});

export const referenceFault: EvaluationFault = ofEach(({ reference = {}, range }) => {
  for (const [name, value] of Object.entries(reference)) {
    if (name === '' || typeof value !== 'number') return `the reference ${JSON.stringify(name)} ${value}`;
    if (range && !within(value, range[0], range[1])) return `the reference "${name}" ${value}, outside its range`;
  }
  return null;
});

export const whereFault: EvaluationFault = ofEach(({ where }, { real, synthetic }) => {
  if (typeof where !== 'object' || where === null) return 'no place: say {} for the whole data set';
  const strange = Object.keys(where).find((key) => !['column', 'columns', 'slice'].includes(key));
  if (strange !== undefined) return `the unknown place "${strange}"`;
  const known = new Set([real, synthetic].flatMap((table) => table.spec.columns.map((spec) => spec.name)));
  const named = [...(where.column === undefined ? [] : [where.column]), ...(where.columns ?? [])];
  const unknown = named.find((name) => !known.has(name));
  return unknown === undefined ? null : `the column ${JSON.stringify(unknown)}, which no table has`;
});

export const findingsFault: EvaluationFault = ({ findings }) => {
  for (const finding of findings) {
    const fault = findingFault(finding);
    if (fault !== null) return fault;
  }
  return null;
};

export const undefinedFault: EvaluationFault = ({ measurements, findings }) => {
  const undefinedOne = measurements.find(({ value }) => value === null);
  if (undefinedOne === undefined || findings.length > 0) return null;
  return `gives ${measurementKey(undefinedOne)} no value without a finding that says why`;
};

export const chartsFault: EvaluationFault = ({ charts }) => {
  const seen = new Set<string>();
  for (const { name, title, spec } of charts) {
    if (typeof name !== 'string' || name.trim() === '') return `names a chart ${JSON.stringify(name)}`;
    if (seen.has(name)) return `gives two charts the name "${name}"`;
    seen.add(name);
    const said = typeof title === 'string' && title.trim() !== '' && !/[\r\n]/.test(title);
    if (!said) return `gives the chart "${name}" a title that is not one line of text`;
    const fault = specFault(spec);
    if (fault !== null) return `gives the chart "${name}" ${fault}`;
  }
  return null;
};

/** A chart is Vega-Lite, some marks or parts of it, its data inside. */
function specFault(spec: Chart['spec']): string | null {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return 'a specification that is no object';
  const { $schema } = spec as { $schema?: unknown };
  if (typeof $schema !== 'string' || !/vega-lite/.test($schema)) return 'no $schema of Vega-Lite';
  const parts = ['mark', 'layer', 'facet', 'repeat', 'concat', 'hconcat', 'vconcat'];
  if (!parts.some((part) => part in spec)) return `none of ${parts.join(', ')}`;
  return dataFault(spec);
}

function dataFault(part: unknown): string | null {
  if (typeof part !== 'object' || part === null) return null;
  for (const [key, inside] of Object.entries(part)) {
    if (key === 'data' && typeof inside === 'object' && inside !== null && 'url' in inside) {
      return `data from "${inside.url}", not data inside`;
    }
    // Rows of data may have a column of any name.
    const fault = key === 'values' || key === 'datasets' ? null : dataFault(inside);
    if (fault !== null) return fault;
  }
  return null;
}

function within(value: number, low: number, high: number): boolean {
  const slack = ROUNDING * Math.max(1, Math.abs(low), Math.abs(high));
  return value >= low - slack && value <= high + slack;
}

const FAULTS: readonly EvaluationFault[] = [
  plainFault,
  metricsFault,
  directionFault,
  rangeFault,
  intervalFault,
  referenceFault,
  whereFault,
  findingsFault,
  undefinedFault,
  chartsFault,
];

/** What is wrong with an evaluation, as a phrase, or `null`. */
export function evaluationFault(evaluation: Evaluation, data: Comparison): string | null {
  for (const fault of FAULTS) {
    const found = fault(evaluation, data);
    if (found !== null) return found;
  }
  return null;
}
