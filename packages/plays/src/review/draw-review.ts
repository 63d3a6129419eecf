import { type Context, canonicalJson, type Json, type Random, sha256, shuffle, tableHash, toHex } from '@verisim/core';
import { badReview } from '../errors.ts';
import { type WorstRequest, worstFirst } from './worst-first.ts';

/** Why a row is on a review sheet. `real` rows are mixed in to see whether the reviewer can tell. */
export type ReviewPart = 'random' | 'worst' | 'real';

/** A row of a review sheet. */
export interface ReviewRow {
  /** Stands on the sheet; says nothing of the part. */
  readonly id: string;
  readonly part: ReviewPart;
  /** Its place in the synthetic table, or in the real one. */
  readonly row: number;
  /** Why a worst row is one; empty for the others. */
  readonly why: string;
}

/** What was shown to a reviewer. */
export interface ReviewKey {
  /** Eight hexadecimal digits: equal requests have equal names. */
  readonly review: string;
  /** Core's `tableHash` of the synthetic and of the real rows. */
  readonly data: string;
  readonly real: string;
  /** The file of synthetic rows and its SHA-256, when there is one. */
  readonly file?: { readonly name: string; readonly hash: string };
  readonly blinded: boolean;
  readonly target: string | null;
  readonly rows: readonly ReviewRow[];
}

/** What to draw. */
export interface ReviewRequest extends WorstRequest {
  /** Random rows, and as many worst ones; at least 1. */
  readonly count: number;
  /** Mix in as many real rows. */
  readonly blinded: boolean;
  readonly file?: ReviewKey['file'];
}

/**
 * Draws rows for a person to look at: a simple random sample of the synthetic rows, the worst of the others, and when blinded as many real
 * rows, in random order. The rates of a review come from the random part alone. Throws `plays/bad-review`.
 */
export async function drawReview(request: ReviewRequest, ctx: Context): Promise<ReviewKey> {
  const { real, synthetic, count, blinded, file, target = null } = request;
  if (!Number.isInteger(count) || count < 1)
    throw badReview(`${count} rows cannot be reviewed.`, 'Ask for a whole number, 1 or more.');
  if (synthetic.rows === 0) throw badReview('There are no synthetic rows to review.', 'Generate rows first.');
  const random = ctx.random.fork('review');
  const shown = someOf(synthetic.rows, count, random.fork('random'));
  const taken = new Set(shown);
  const worst = (await worstFirst(request, ctx)).filter(({ row }) => !taken.has(row)).slice(0, count);
  const parts: Omit<ReviewRow, 'id'>[] = [
    ...shown.map((row) => ({ part: 'random' as const, row, why: '' })),
    ...worst.map(({ row, why }) => ({ part: 'worst' as const, row, why })),
    ...(blinded ? someOf(real.rows, count, random.fork('real')) : []).map((row) => ({
      part: 'real' as const,
      row,
      why: '',
    })),
  ];
  const hashes = { data: tableHash(synthetic), real: tableHash(real) };
  const order = shuffle(Int32Array.from(parts.keys()), random.fork('order'));
  const name = canonicalJson([hashes, blinded, target, parts] as unknown as Json);
  const review = toHex(sha256(name)).slice(0, 8);
  const rows = [...order].map((at, i) => ({ id: `${review}-${String(i + 1).padStart(3, '0')}`, ...parts[at] }));
  return { review, ...hashes, ...(file && { file }), blinded, target, rows };
}

function someOf(rows: number, count: number, random: Random): readonly number[] {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  return [...shuffle(order, random).subarray(0, count)];
}
