import type { Day } from './day.ts';

/** What was found when the ratio was swept. */
export interface SweptState {
  readonly day: Day;
  /** Real training rows then. */
  readonly rows: number;
  /** Synthetic share that goes on. */
  readonly ratio: number;
  /** Blend minus real rows alone at that ratio, by cross-validation. */
  readonly lift: { readonly value: number; readonly low: number; readonly high: number };
}

/** An opening of the evaluation part. */
export interface OpenedState extends SweptState {
  readonly evaluationRows: number;
}

/** Where the replacement of made rows by real ones stands; kept by each run of `verisim replace`. Plain data. */
export interface ReplaceState {
  /** The cold start's run. */
  readonly play: string;
  /** Counts from 1. */
  readonly sequence: number;
  readonly day: Day;
  /** Real rows that have come so far, and with this file. */
  readonly arrived: number;
  readonly added: number;
  /** Locks of the evaluation part, with their rows. */
  readonly evaluation: readonly { readonly id: string; readonly rows: number }[];
  /** Real rows that may be trained on. */
  readonly training: number;
  readonly swept: SweptState | null;
  readonly opened: OpenedState | null;
  readonly ended: { readonly day: Day; readonly why: string } | null;
}

/** Rows of the evaluation part. */
export function evaluationRows({ evaluation }: Pick<ReplaceState, 'evaluation'>): number {
  return evaluation.reduce((sum, { rows }) => sum + rows, 0);
}
