import { type Context, refuseAdversarial, sliceRows, type TrackedTable } from '@verisim/core';
import type { RowSource } from './block-checks.ts';
import { type DrawAccount, drawAccount, duplicateFindings } from './draw-account.ts';
import { withoutPrivateRows } from './private-rows.ts';
import { type CheckedBlock, type DrawRequest, streamChecked, trackedBlocks } from './stream-checked.ts';

/** Rows that passed every check, with an account of those that did not. */
export interface CheckedDraw extends DrawAccount {
  readonly tracked: TrackedTable;
}

/**
 * Draws rows that pass every check into one table, for numbers that fit into memory: {@link streamChecked} collected. Plays train on them: throws
 * `core/bad-request` for rows tagged `adversarial`.
 */
export async function drawChecked(
  given: RowSource,
  request: Omit<DrawRequest, 'finished'>,
  ctx: Context,
): Promise<CheckedDraw> {
  const source = withoutPrivateRows(given);
  const blocks: CheckedBlock[] = [];
  for await (const block of streamChecked(source, request, ctx)) blocks.push(block);
  const tracked = trackedBlocks(source, blocks);
  refuseAdversarial(tracked.lineage);
  const repeats = await duplicateFindings(source, sliceRows(tracked.table, 0, source.train.rows), ctx);
  return {
    ...drawAccount(
      request.rows,
      blocks.map(({ account }) => account),
      repeats,
    ),
    tracked,
  };
}
