import type { Json } from './json.ts';

/** What a measurement is about: nothing = the whole data set. */
export interface Where {
  readonly column?: string;
  readonly columns?: readonly [string, string];
  readonly slice?: string;
}

/** A number with what is needed to read it. */
export interface Measurement {
  /** The field's name, kebab-case: `column-shape`, `tstr-roc-auc`. */
  readonly metric: string;
  /** The learner or reference that it was measured with, `null` when none. */
  readonly model: string | null;
  /** `null` = not defined on this data (a constant column has no correlation); a finding says why. */
  readonly value: number | null;
  /** A 95 % interval, `null` when none was computed. */
  readonly low: number | null;
  readonly high: number | null;
  readonly better: 'higher' | 'lower' | 'neither';
  readonly where: Where;
  /** The values that the metric can take. */
  readonly range?: readonly [number, number];
  /** Values of known meaning: `{ "real against real": 0.99, "independent columns": 0.93 }`. */
  readonly reference?: Readonly<Record<string, number>>;
}

/** Something a reader should know. `error` stops a play, `warning` needs a look, `info` is for the record. */
export interface Finding {
  /** Stable and kebab-case. */
  readonly rule: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}

/** A picture as Vega-Lite JSON, its data inside. */
export interface Chart {
  readonly name: string;
  /** One sentence that says what is seen, for readers who do not see it. */
  readonly title: string;
  readonly spec: Json;
}

/** What an evaluator found. */
export interface Evaluation {
  readonly measurements: readonly Measurement[];
  readonly findings: readonly Finding[];
  readonly charts: readonly Chart[];
}

/** A measurement with the defaults filled in. */
export function measurement(metric: string, value: number | null, parts: Partial<Measurement> = {}): Measurement {
  const finite = value !== null && Number.isFinite(value) ? value : null;
  return { model: null, low: null, high: null, better: 'higher', where: {}, ...parts, metric, value: finite };
}
