import { type Context, type Finding, forkContext, type Table, type TrackedTable, takeRows } from '@verisim/core';
import { depthsOf } from './row-depths.ts';
import { type TailLoss, tailLoss } from './tail-loss.ts';

/** Rows of one depth above 0 and what is left of the real tails in them. */
export interface DepthLoss {
  readonly depth: number;
  readonly loss: TailLoss;
}

/** The tail loss of the synthetic rows of each depth. */
export function depthLosses(real: Table, { table, lineage }: TrackedTable, ctx: Context): readonly DepthLoss[] {
  return [...depthsOf(lineage)]
    .filter(([depth]) => depth > 0)
    .map(([depth, rows]) => ({
      depth,
      loss: tailLoss(real, takeRows(table, rows), forkContext(ctx, `depth:${depth}`)),
    }));
}

/** A warning for every depth above 1: models trained over and over on their own output lose the tails (Shumailov et al. 2024, Nature 631). */
export function depthFindings(losses: readonly DepthLoss[]): readonly Finding[] {
  return losses
    .filter(({ depth }) => depth > 1)
    .map(({ depth, loss }) => ({
      rule: 'generation-depth',
      level: 'warning',
      message:
        `${loss.rows.toLocaleString('en-US')} rows are ${depth} generations away from real data, which loses rare cases with every generation. ` +
        `${tailText(loss)} Fit the generator to real rows instead, or keep every real row beside the made ones.`,
    }));
}

/** What a tail loss says, in one or two sentences. */
export function tailText({ tails, rareLevels, fresh }: TailLoss): string {
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  const parts = [
    ...(tails === null
      ? []
      : [`${share(tails)} of the real tail regions (as many fresh real rows: ${share(fresh.tails ?? 0)})`]),
    ...(rareLevels === null
      ? []
      : [`${share(rareLevels)} of the rare real levels (fresh: ${share(fresh.rareLevels ?? 0)})`]),
  ];
  return parts.length === 0 ? 'There is no tail to measure.' : `They reach ${parts.join(' and ')}.`;
}
