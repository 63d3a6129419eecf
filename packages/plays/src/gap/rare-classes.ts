import { holm, normalTail, wilsonInterval } from '@verisim/statistics';
import type { FoundGap } from './gap-proposal.ts';
import type { JudgedRows } from './judged-rows.ts';

/**
 * Classes with less than half the rows that equal shares would give them. The figure is the share of their rows that the model finds
 * (recall, with Wilson's interval), beside that of the most frequent class; worse = lower by a one-sided test of two shares, Holm-corrected.
 */
export function rareClasses({ target, classes, truth, predicted }: JudgedRows): readonly FoundGap[] {
  const counts = new Int32Array(classes.length);
  const hits = new Int32Array(classes.length);
  for (const [row, k] of truth.entries()) {
    counts[k]++;
    if (predicted[row] === k) hits[k]++;
  }
  const rare = [...counts.keys()].filter((k) => counts[k] < truth.length / (2 * classes.length));
  const best = hits[0] / counts[0];
  const p = holm(rare.map((k) => lowerShare(hits[k], counts[k], hits[0], counts[0])));
  return rare.map((k, i): FoundGap => {
    const recall = hits[k] / counts[k];
    const interval = wilsonInterval(recall, counts[k]);
    const worse = p[i] < 0.05;
    const finds = `the model finds ${share(recall)} [${share(interval.low)}, ${share(interval.high)}] of them`;
    const beside = `${share(best)} of the rows of the most frequent class`;
    return {
      kind: 'rare-class',
      where: [{ column: target, in: [classes[k]] }],
      rows: counts[k],
      balance: [
        {
          rows: counts[0] - counts[k],
          to: `the ${counts[0].toLocaleString('en-US')} rows of the largest class, ${target} = ${classes[0]}`,
        },
      ],
      evidence: [{ name: 'recall', value: recall, ...interval, elsewhere: best }],
      pAdjusted: p[i],
      worse,
      why: worse ? `${finds}, and ${beside}` : `a rare class, though ${finds} (${beside})`,
      harm: (1 - recall) * counts[k],
    };
  });
}

function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

/** One-sided p of the first share being no lower than the second, by the pooled normal test, with Yates' correction. */
function lowerShare(x: number, n: number, y: number, m: number): number {
  const pooled = (x + y) / (n + m);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  if (error === 0) return 1;
  return normalTail(Math.max(0, y / m - x / n - (1 / n + 1 / m) / 2) / error);
}
