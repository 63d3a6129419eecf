import type { Alarm } from './alarms.ts';
import type { DcrShare } from './dcr-share.ts';
import type { Exposure } from './exposure.ts';
import { percent, percentInterval } from './percent.ts';
import type { WorstSlice } from './worst-slice.ts';
import { worthNaming, worthyAuc, worthyRate } from './worth-naming.ts';

/** What distances to a training table and a holdout say. */
export interface DistanceFigures {
  readonly share: DcrShare;
  readonly exposed: Exposure | null;
  readonly auc: Exposure | null;
  readonly worst: WorstSlice | null;
}

/** The rule of a figure that is certain and not worth naming ends so; see `worthNaming`. */
const FAINT = '-faint';

/** What the figures say, each with the chance of it without a leak. */
export function distanceAlarms({ share, exposed, auc, worst }: DistanceFigures): Alarm[] {
  const alarm = (rule: string, worthy: boolean, p: number, seen: string, next: string): Alarm =>
    worthy
      ? { rule, level: 'error', message: `${seen[0].toUpperCase()}${seen.slice(1)}${next}`, p }
      : { rule: rule + FAINT, level: 'warning', message: `A faint signal, too small to be called a leak: ${seen}.`, p };
  const interval = (found: { low: number; high: number }) => `95 % interval ${percentInterval(found)}`;
  const alarms = [
    alarm(
      'dcr-share',
      share.share >= worthNaming.share,
      share.p,
      `${percent(share.share)} of synthetic rows are nearer to a training row than to one of as many holdout rows (${interval(share)}; 50.0 % without a leak)`,
      ': the generator has learnt rows by heart. Fit a smoother one, or drop the rows that are nearest.',
    ),
  ];
  if (exposed !== null) {
    const seen = `${percent(exposed.value)} of training rows are more exposed than all but ${percent(exposed.expected)} of holdout rows (${interval(exposed)})`;
    const next = ': whoever holds such a row can tell that it was trained on. Look at the most exposed rows first.';
    alarms.push(alarm('exposed-records', worthyRate(exposed), exposed.p, seen, next));
  }
  if (auc !== null) {
    const seen = `synthetic rows tell training rows from holdout rows in ${percent(auc.value)} of pairs (${interval(auc)}; 50.0 % without a leak)`;
    alarms.push(alarm('exposure-auc', worthyAuc(auc), auc.p, seen, '. Fit a smoother generator.'));
  }
  if (worst !== null) {
    const { slice, auc: found, tried } = worst;
    const seen = `of ${slice}, synthetic rows tell training rows from holdout rows in ${percent(found.value)} of pairs (${interval(found)}; the worst of ${tried} subgroups)`;
    const next = '. Smooth or merge this subgroup, or leave it out.';
    alarms.push(alarm('exposed-subgroup', worthyAuc(found), Math.min(1, tried * found.p), seen, next));
  }
  return alarms;
}
