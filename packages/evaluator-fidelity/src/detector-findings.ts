import type { Finding } from '@verisim/core';
import type { Detection } from './detect.ts';

/** Areas above this are more than a curiosity. */
const WORTH_A_LOOK = 0.55;

/** Standard errors from 0.5 that a finding needs: a two-sided chance of 1 % that there is one without cause. */
const SURE = 2.576;

/** What detectors have to say: rows told apart and by what, or copies that stand on both sides. */
export function detectorFindings(detection: Detection | null, rows: number): Finding[] {
  if (detection === null) {
    const message = `No detector was trained: it needs 40 rows of each table, and there are ${rows}.`;
    return [{ rule: 'no-detector', level: 'info', message }];
  }
  const { auc, low, high, error } = detection.detector;
  const area = `AUC ${auc.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  if (auc + SURE * error < 0.5) return [worseThanChance(detection, area)];
  if (auc - SURE * error <= 0.5) return [];
  const by = namedGiveaways(detection);
  const message = `A classifier tells synthetic rows from real ones (${area}; 0.5 = it cannot)${by ? `, by ${by}` : ''}.`;
  return [{ rule: 'told-apart', level: auc > WORTH_A_LOOK ? 'warning' : 'info', message }];
}

function worseThanChance({ withoutCopies }: Detection, area: string): Finding {
  const beside = withoutCopies
    ? `without the synthetic rows that equal a real one it is ${withoutCopies.auc.toFixed(3)} [${withoutCopies.low.toFixed(3)}, ${withoutCopies.high.toFixed(3)}]`
    : 'no synthetic row equals a real one exactly, so look for near copies';
  const message = `A classifier is wrong about synthetic rows more often than chance (${area}), which is what copies of real rows do, since they stand on both sides; ${beside}.`;
  return { rule: 'copies-on-both-sides', level: 'warning', message };
}

/** The columns and pairs that give synthetic rows away, the strongest first; empty when none stands out. */
function namedGiveaways({ rows, giveaways }: Detection): string {
  const columns = giveaways.columns
    .filter(({ named }) => named)
    .sort((a, b) => b.area.auc - a.area.auc)
    .slice(0, 3)
    .map(({ column, area }) => `"${rows.pairs[column].spec.name}" (${area.auc.toFixed(3)} by itself)`);
  const pairs = brokenPairs({ rows, giveaways }, 5);
  return [...columns, ...(pairs ? [`how these pairs depend on each other: ${pairs}`] : [])].join(', ');
}

/** The pairs whose dependence differs most, quoted; empty when there is none. */
export function brokenPairs({ rows, giveaways }: Pick<Detection, 'rows' | 'giveaways'>, most: number): string {
  const named = giveaways.pairs.slice(0, most);
  const quoted = named.map(
    ({ first, second }) => `"${rows.pairs[first].spec.name}" with "${rows.pairs[second].spec.name}"`,
  );
  const more = giveaways.broken > named.length ? ` and ${giveaways.broken - named.length} more` : '';
  return quoted.join(', ') + more;
}
