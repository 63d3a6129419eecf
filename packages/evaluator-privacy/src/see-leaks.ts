import { type Comparison, type Context, forkContext } from '@verisim/core';
import type { Attack } from './attack.ts';
import { type Judged, judgePrivacy } from './judge-privacy.ts';
import { runAttacks } from './run-attacks.ts';
import { type TextOverlap, textMemorisation } from './text/text-memorisation.ts';

/** How an audit looks for leaks. */
export interface AuditOptions {
  /** Numbers of a near copy differ by at most this part of the spread of their column. */
  readonly tolerance: number;
  /** Predicates per singling-out attack. */
  readonly predicates: number;
  /** Probability of any false alarm: half of it for copies and distances, half for attacks. */
  readonly alpha: number;
}

/** Everything that was looked at. */
export interface Seen {
  readonly judged: Judged;
  readonly attacks: readonly Attack[];
  /** Longest verbatim parts, per text column. */
  readonly overlaps: readonly TextOverlap[];
}

/** Copies, distances and attacks of one synthetic table. */
export async function see(data: Comparison, options: AuditOptions, ctx: Context): Promise<Seen> {
  const half = { ...options, alpha: options.alpha / 2 };
  const judged = await judgePrivacy(data, half, ctx);
  const { overlaps, attacks } = await textMemorisation(data, forkContext(ctx, 'texts'));
  return { judged, attacks: await runAttacks(data, half, forkContext(ctx, 'attacks'), attacks), overlaps };
}

/** The figures that saw a leak, each once, by name. */
export function leaksOf({ judged, attacks }: Seen): readonly string[] {
  const leaking = attacks.filter(({ decision }) => decision === 'leak').map(attackName);
  const raised = judged.raised.filter(({ level }) => level === 'error').map(({ rule }) => rule);
  return [...new Set([...raised, ...leaking])];
}

/** The figures that saw a signal too small to be called a leak, each once, by name. */
export function faintOf({ judged, attacks }: Seen): readonly string[] {
  const raised = judged.raised.filter(({ level }) => level === 'warning').map(({ rule }) => rule);
  return [
    ...new Set([
      ...raised.map((rule) => rule.replace(/-faint$/, '')),
      ...attacks.filter(({ faint }) => faint).map(attackName),
    ]),
  ];
}

/** An attack with its column. */
export function attackName({ attack, column }: Pick<Attack, 'attack' | 'column'>): string {
  return column === null ? attack : `${attack} (${column})`;
}
