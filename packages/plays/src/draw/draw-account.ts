import { type Context, check, type Finding, forkContext, type Table } from '@verisim/core';
import { duplicateValidator } from '@verisim/validator-table';
import { evidenceOf, type RowSource } from './block-checks.ts';
import { mergeFindings } from './merge-findings.ts';
import type { BlockAccount } from './stream-checked.ts';

/** What came of a draw. */
export interface DrawAccount {
  readonly requested: number;
  readonly rows: number;
  /** Rows asked for and not had. */
  readonly shortfall: number;
  /** Share of generated rows that met the conditions. */
  readonly acceptance: number;
  /** Rows that a check dropped and that were drawn again. */
  readonly dropped: number;
  /** Rows whose conditioned values no training row shows together. */
  readonly extrapolated: number;
  /** What the checks said of the first round; later rounds only refill. */
  readonly findings: readonly Finding[];
}

/** Adds up the blocks of a draw; `repeats` is what {@link duplicateFindings} says. */
export function drawAccount(
  requested: number,
  blocks: readonly BlockAccount[],
  repeats: readonly Finding[],
): DrawAccount {
  const sum = (of: (block: BlockAccount) => number) => blocks.reduce((total, block) => total + of(block), 0);
  const rows = sum(({ kept }) => kept);
  const generated = sum(({ drawn }) => drawn);
  const first = blocks.filter(({ round }) => round === 0).map(({ met, findings }) => ({ rows: met, findings }));
  return {
    requested,
    rows,
    shortfall: requested - rows,
    acceptance: generated === 0 ? 0 : sum(({ met }) => met) / generated,
    dropped: sum(({ dropped }) => dropped),
    extrapolated: sum(({ extrapolated }) => extrapolated),
    findings: [...mergeFindings(first), ...repeats],
  };
}

/**
 * Whether rows repeat more often than training rows do. The validator compares as many rows as training has, so the first of the output
 * are enough: `first` holds at most as many.
 */
export async function duplicateFindings(source: RowSource, first: Table, ctx: Context): Promise<readonly Finding[]> {
  const own = forkContext(ctx, 'checks:all');
  const verdict = await check(first, [{ validator: duplicateValidator }], evidenceOf(source), own);
  return verdict.findings.map(({ rule, level, message }) => ({ rule, level, message }));
}
