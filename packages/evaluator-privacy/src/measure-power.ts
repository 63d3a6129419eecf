import { type Comparison, type Context, forkContext, quietContext, sliceRows } from '@verisim/core';
import { plantLeak } from './plant-leak.ts';
import { type AuditOptions, leaksOf, type Seen, see } from './see-leaks.ts';

/** Parts of the synthetic rows that are replaced by training rows. */
export const PLANTED: readonly number[] = [0.2, 0.05, 0.01];

/** Which figures see what was put there for them to see. */
export interface Power {
  /** Where it was put: the synthetic rows, or half of the holdout where those leak already and the other half is the control. */
  readonly among: 'synthetic' | 'half of the holdout';
  /** Per planted part, the figures that saw it and that see nothing without it. */
  readonly planted: readonly { readonly part: number; readonly seenBy: readonly string[] }[];
  /** The smallest part that was seen, as were all larger ones; `null` when not even the largest was. */
  readonly smallest: number | null;
  /** Figures that see a leak without anything planted: of them nothing can be said. */
  readonly before: readonly string[];
  /** Figures that called fresh real rows a leak, half of the holdout against the other; `null` without a holdout of 40 rows. */
  readonly falseAlarms: readonly string[] | null;
}

/** Plants verbatim copies of training rows and looks again; looks at rows, too, that nothing was fitted to. */
export async function measurePower(data: Comparison, seen: Seen, options: AuditOptions, ctx: Context): Promise<Power> {
  const { real, synthetic, holdout } = seen.judged.tables;
  const tables = { ...data, real, synthetic, holdout: holdout ?? undefined };
  const total = PLANTED.length + 1;
  let done = 0;
  const look = async (made: Comparison, label: string) => {
    const leaks = leaksOf(await see(made, options, quietContext(forkContext(ctx, label))));
    ctx.progress({ done: ++done, total, note: 'planting leaks' });
    return leaks;
  };
  const halves = holdoutHalves(tables);
  const falseAlarms = halves === null ? null : await look(halves, 'unseen');
  const inHoldout = halves !== null && leaksOf(seen).length > 0;
  const carrier = inHoldout ? halves : tables;
  const before = inHoldout ? (falseAlarms ?? []) : leaksOf(seen);
  const planted: { part: number; seenBy: readonly string[] }[] = [];
  for (const part of PLANTED) {
    const made = plantLeak(carrier.synthetic, real, part, ctx.random.fork(`plant ${part}`));
    const leaks = await look({ ...carrier, synthetic: made }, `see ${part}`);
    planted.push({ part, seenBy: leaks.filter((one) => !before.includes(one)) });
  }
  const missed = planted.findIndex(({ seenBy }) => seenBy.length === 0);
  const smallest = missed === 0 ? null : PLANTED[(missed < 0 ? PLANTED.length : missed) - 1];
  return { among: inHoldout ? 'half of the holdout' : 'synthetic', planted, smallest, before, falseAlarms };
}

/** The first half of the holdout as if it were synthetic, the second as control. */
function holdoutHalves(data: Comparison): Comparison | null {
  const { holdout } = data;
  if (holdout === undefined || holdout.rows < 40) return null;
  const half = holdout.rows >> 1;
  return { ...data, synthetic: sliceRows(holdout, 0, half), holdout: sliceRows(holdout, half, holdout.rows) };
}
