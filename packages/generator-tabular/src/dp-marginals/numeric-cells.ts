import { type ColumnKind, columnKinds } from '@verisim/core';
import { withDecimals } from '../value-grid.ts';
import type { NumericCells } from './cells.ts';

/** What is declared of a column of numbers. */
interface Declared {
  readonly kind: ColumnKind;
  readonly low: number;
  readonly high: number;
  /** Bounds were written as days. */
  readonly days: boolean;
  readonly spikes: readonly number[];
  readonly bins: number;
  readonly decimals: number | undefined;
  readonly missing: boolean;
}

const DAY = 86_400_000;
/** More values than this are not numbered but drawn as fractions of the range. */
const MOST_POINTS = 2 ** 40;
/** Where no decimals are declared, a range is cut into so many steps at least. */
const FINE = 100_000;

/**
 * Cells that follow from what is declared: bins of equal width, or single values where there are no more of them than bins; and cells of
 * their own for 0 and the two bounds, where zero-inflated and clamped columns pile up, and for declared spikes.
 */
export function numericCells(declared: Declared): NumericCells {
  const { kind, low, high, missing } = declared;
  const { whole } = columnKinds[kind];
  const decimals = whole ? 0 : (declared.decimals ?? decimalsFor(high - low));
  const wanted = kind === 'datetime' ? (declared.days ? DAY : 1000) : 10 ** -decimals;
  const points = Math.floor((high - low) / wanted + 1e-9) + 1;
  const numbered = points <= MOST_POINTS;
  const bins = numbered ? Math.min(declared.bins, points) : declared.bins;
  const spikes = bins === points ? [] : spikesOf(declared, decimals);
  const size = spikes.length + bins + (missing ? 1 : 0);
  return {
    storage: 'numeric',
    low,
    high,
    step: numbered ? wanted : 0,
    points: numbered ? points : 0,
    decimals,
    whole,
    spikes,
    bins,
    size,
    missing: missing ? size - 1 : -1,
    doubtful: missing ? [size - 1] : [],
  };
}

function spikesOf({ low, high, spikes }: Declared, decimals: number): readonly number[] {
  const within = [low, high, 0, ...spikes].filter((value) => value >= low && value <= high);
  return [...new Set(within.map((value) => withDecimals(value, decimals)))].sort((a, b) => a - b);
}

function decimalsFor(range: number): number {
  return range > 0 && Number.isFinite(range) ? Math.min(15, Math.max(0, Math.ceil(Math.log10(FINE / range)))) : 0;
}

/** The value with a number, 0 ... points - 1. */
export function pointAt({ low, step, decimals, whole }: NumericCells, point: number): number {
  const value = low + point * step;
  return whole ? Math.round(value) : withDecimals(value, decimals);
}

/** The first point of a bin, and one past its last. */
export function pointsOf({ points, bins }: NumericCells, bin: number): readonly [number, number] {
  return [Math.ceil((bin * points) / bins), Math.ceil(((bin + 1) * points) / bins)];
}

/** The value at a fraction of the range, for columns whose values are not numbered. Does not overflow. */
export function fractionAt({ low, high, whole, decimals }: NumericCells, fraction: number): number {
  const value = low * (1 - fraction) + high * fraction;
  const rounded = whole ? Math.round(value) : withDecimals(value, decimals);
  return Math.min(high, Math.max(low, rounded));
}

/** Where in the range a value lies, from 0 to 1. */
export function fractionOf({ low, high }: NumericCells, value: number): number {
  return high === low ? 0 : (value / 2 - low / 2) / (high / 2 - low / 2);
}
