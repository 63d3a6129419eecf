import type { Json } from '@verisim/core';
import { appendLedger, readLedger, type Workspace } from '@verisim/workspace';
import { badReview } from '../errors.ts';
import type { ReviewKey } from './draw-review.ts';
import type { ReviewOutcome } from './review-outcome.ts';

/** A review as the ledger has it. */
export interface SpotCheck extends ReviewOutcome {
  readonly review: string;
  /** Who looked. */
  readonly by: string;
  /** Core's `tableHash` of the rows that were reviewed. */
  readonly data: string;
  /** The file of synthetic rows and its SHA-256, when there was one. */
  readonly file: { readonly name: string; readonly hash: string } | null;
  /** SHA-256 of the sheet that was given back, `null` when it was answered in the terminal. */
  readonly sheetHash: string | null;
  /** ISO 8601, UTC, of the ledger entry. */
  readonly time: string;
}

/** Who reviewed, and from which sheet. */
export interface SpotCheckBy {
  readonly by: string;
  readonly sheetHash?: string;
}

/** Puts a review into the ledger, event `spot-check`. Throws `plays/bad-review` without a name. */
export async function recordSpotCheck(
  workspace: Workspace,
  key: ReviewKey,
  outcome: ReviewOutcome,
  { by, sheetHash }: SpotCheckBy,
): Promise<SpotCheck> {
  if (by.trim() === '') throw badReview('The review names nobody.', 'Say who looked at the rows: --by "Ada Lovelace".');
  const details = {
    ...outcome,
    review: key.review,
    by: by.trim(),
    data: key.data,
    file: key.file ?? null,
    sheetHash: sheetHash ?? null,
  };
  const entry = await appendLedger(workspace, { event: 'spot-check', details: details as unknown as Json });
  return { ...details, time: entry.time };
}

/**
 * The reviews of a data set, the latest of each reviewer, oldest first; empty when nobody looked at it.
 *
 * @param data core's `tableHash` of the rows, or the SHA-256 of their file
 */
export async function spotCheckEvidence(workspace: Workspace, data: string): Promise<readonly SpotCheck[]> {
  const latest = new Map<string, SpotCheck>();
  for (const check of await spotChecks(workspace)) {
    if (check.data !== data && check.file?.hash !== data) continue;
    latest.delete(check.by);
    latest.set(check.by, check);
  }
  return [...latest.values()];
}

/** Every review in the ledger, oldest first. */
export async function spotChecks(workspace: Workspace): Promise<readonly SpotCheck[]> {
  return (await readLedger(workspace)).flatMap(({ event, details, time }) =>
    event === 'spot-check' ? [{ ...(details as unknown as Omit<SpotCheck, 'time'>), time }] : [],
  );
}
