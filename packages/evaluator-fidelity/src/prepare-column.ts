import { type CodedColumn, type Column, type ColumnSpec, type NumericColumn, recode } from '@verisim/core';
import { binCodes, equalWidthEdges } from './equal-width-bins.ts';
import { storageDiffers } from './errors.ts';
import { levelCounts } from './level-counts.ts';
import { type Moments, momentsOf } from './moments.ts';
import { presentSorted } from './present-sorted.ts';

/** One table's side of a column whose values have an order. */
export interface OrderedSide {
  readonly values: Float64Array;
  /** Present values, ascending. */
  readonly sorted: Float64Array;
  readonly moments: Moments;
  /** Bins over this table's own range: SDMetrics' cut. */
  readonly own: Int32Array;
  /** Bins over the real table's range. */
  readonly shared: Int32Array;
}

/** A column of both tables with an order, made ready once for all metrics. Bin codes are in [0, cells). */
export interface OrderedPair {
  readonly ordered: true;
  readonly spec: ColumnSpec;
  readonly cells: number;
  readonly real: OrderedSide;
  readonly synthetic: OrderedSide;
}

/** A coded column of both tables over one list of levels. Codes are in [0, cells), `cells - 1` = missing. */
export interface CodedPair {
  readonly ordered: false;
  readonly spec: ColumnSpec;
  readonly cells: number;
  readonly levels: readonly string[];
  readonly real: Int32Array;
  readonly synthetic: Int32Array;
  /** How often each code occurs, the missing last. */
  readonly counts: { readonly real: Int32Array; readonly synthetic: Int32Array };
}

/** A column of both tables. */
export type ColumnPair = OrderedPair | CodedPair;

/** Makes the two versions of a column ready. Throws `evaluator-fidelity/storage-differs`, also for text. */
export function prepareColumn(spec: ColumnSpec, real: Column, synthetic: Column, bins = 10): ColumnPair {
  if (real.storage === 'numeric' && synthetic.storage === 'numeric') return prepareOrdered(spec, real, synthetic, bins);
  if (real.storage === 'coded' && synthetic.storage === 'coded') return prepareCoded(spec, real, synthetic);
  throw storageDiffers(spec.name, real.storage, synthetic.storage);
}

function prepareOrdered(spec: ColumnSpec, real: NumericColumn, synthetic: NumericColumn, bins: number): OrderedPair {
  const inReal = presentSorted(real.values);
  const inSynthetic = presentSorted(synthetic.values);
  const edges = equalWidthEdges(inReal, bins);
  return {
    ordered: true,
    spec,
    cells: bins + 1,
    real: prepareSide(real.values, inReal, edges, edges),
    synthetic: prepareSide(synthetic.values, inSynthetic, equalWidthEdges(inSynthetic, bins), edges),
  };
}

function prepareSide(values: Float64Array, sorted: Float64Array, own: Float64Array, shared: Float64Array): OrderedSide {
  const codes = binCodes(values, own);
  return {
    values,
    sorted,
    moments: momentsOf(sorted),
    own: codes,
    shared: own === shared ? codes : binCodes(values, shared),
  };
}

function prepareCoded(spec: ColumnSpec, real: CodedColumn, synthetic: CodedColumn): CodedPair {
  const equal =
    real.levels.length === synthetic.levels.length && real.levels.every((level, i) => level === synthetic.levels[i]);
  const levels = equal ? real.levels : [...new Set([...real.levels, ...synthetic.levels])];
  const codesOf = ({ codes, ...column }: CodedColumn) => {
    const known = equal ? codes : recode({ codes, ...column }, levels).codes;
    return known.includes(-1) ? known.map((code) => (code < 0 ? levels.length : code)) : known;
  };
  const codes = { real: codesOf(real), synthetic: codesOf(synthetic) };
  const counts = {
    real: levelCounts(codes.real, levels.length),
    synthetic: levelCounts(codes.synthetic, levels.length),
  };
  return { ordered: false, spec, cells: levels.length + 1, levels, ...codes, counts };
}
