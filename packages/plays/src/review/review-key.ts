import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { canonicalJson, type Json, sha256, toHex } from '@verisim/core';
import { appendLedger, readLedger, type Workspace } from '@verisim/workspace';
import { badReview, unknownReview } from '../errors.ts';
import type { ReviewKey } from './draw-review.ts';

/** Keeps what was drawn in `.verisim/reviews/` and its hash in the ledger (`review-drawn`), so that answers can be read back. */
export async function keepReviewKey(workspace: Workspace, key: ReviewKey): Promise<void> {
  const text = `${canonicalJson(key as unknown as Json)}\n`;
  const hash = hashOf(text);
  const path = keyPath(workspace, key.review);
  await mkdir(workspace.path('reviews'), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.tmp`, text, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
  if ((await keptHash(workspace, key.review)) === hash) return;
  const details = { review: key.review, data: key.data, rows: key.rows.length, blinded: key.blinded, keyHash: hash };
  await appendLedger(workspace, { event: 'review-drawn', details });
}

/** What was drawn for the review that an id of a row belongs to. Throws `plays/unknown-review`, and `plays/bad-review` when the kept key was changed. */
export async function readReviewKey(workspace: Workspace, rowId: string): Promise<ReviewKey> {
  const [review] = rowId.split('-');
  if (!/^[0-9a-f]{8}$/.test(review)) throw unknownReview(rowId);
  const text = await readFile(keyPath(workspace, review), 'utf8').catch(() => null);
  const kept = await keptHash(workspace, review);
  if (text === null || kept === null) throw unknownReview(review);
  if (hashOf(text) !== kept)
    throw badReview(`The file reviews/${review}.json was changed after it was drawn.`, 'Draw the review anew.');
  return JSON.parse(text) as ReviewKey;
}

async function keptHash(workspace: Workspace, review: string): Promise<string | null> {
  const drawn = (await readLedger(workspace)).findLast(
    ({ event, details }) => event === 'review-drawn' && (details as { review?: string }).review === review,
  );
  return drawn === undefined ? null : (drawn.details as { keyHash: string }).keyHash;
}

function keyPath(workspace: Workspace, review: string): string {
  return workspace.path('reviews', `${review}.json`);
}

function hashOf(text: string): string {
  return toHex(sha256(text));
}
