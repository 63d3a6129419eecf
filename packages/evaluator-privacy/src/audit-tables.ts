import type { Attack } from './attack.ts';
import type { Exposure } from './exposure.ts';
import type { Copies, CopyRate } from './measure-copies.ts';
import type { Power } from './measure-power.ts';
import { percent, percentInterval } from './percent.ts';
import { rateOf } from './rate-excess.ts';
import type { TextOverlap } from './text/text-memorisation.ts';

/** A small table to be read, as the report package takes it. */
export interface AuditTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Attacks other than membership inference. */
export function attackTable(attacks: readonly Attack[]): AuditTable {
  return {
    caption: 'Attacks on training rows, the same on holdout rows, and guessing',
    columns: ['Attack', 'Column', 'Success', '95 % interval', 'On holdout', 'By guessing', 'p', 'Decision'],
    rows: attacks
      .filter(({ membership }) => membership === undefined)
      .map((one) => [
        one.attack,
        one.column,
        percent(one.rate),
        percentInterval(one),
        percent(one.control),
        percent(one.guess),
        one.p.toPrecision(2),
        one.decision,
      ]),
  };
}

/** Membership attacks, the best one last. */
export function membershipTable(attacks: readonly Attack[]): AuditTable {
  const shown = (one: Exposure | null) => (one === null ? '–' : `${percent(one.value)} (${percentInterval(one)})`);
  const rows = attacks.flatMap(({ attack, membership, p, decision }) => {
    if (membership === undefined) return [];
    const { atHundredth, atThousandth, auc } = membership;
    return [
      [
        attack.replace('membership-', ''),
        shown(atHundredth),
        shown(atThousandth),
        `${auc.value.toFixed(3)} (${auc.low.toFixed(3)} to\u00a0${auc.high.toFixed(3)})`,
        p.toPrecision(2),
        decision,
      ],
    ];
  });
  return {
    caption: 'Training rows found, by false positives allowed; intervals hold for all ways together',
    columns: ['Way', 'At 1 % false positives', 'At 0.1 %', 'AUC', 'p', 'Decision'],
    rows,
  };
}

/** Copies of rows and of once-only values. */
export function copyTable({ exact, near, ofHoldout, onceOnly }: Copies): AuditTable {
  const row = (what: string, { synthetic, fresh }: CopyRate) => [
    what,
    synthetic.hits,
    percent(rateOf(synthetic)),
    percent(rateOf(fresh)),
  ];
  return {
    caption: 'Copies among the synthetic rows',
    columns: ['What', 'Synthetic rows', 'Share', 'Of fresh real rows'],
    rows: [
      row('equal a training row', exact),
      row('equal one but for small differences of numbers', near),
      ...(ofHoldout ? [row('equal a holdout row', ofHoldout)] : []),
      ...onceOnly.map((found) => row(`hold a value of "${found.column}" that one training row holds`, found)),
    ],
  };
}

/** What was planted and which figures saw it. */
export function powerTable({ planted }: Power): AuditTable {
  return {
    caption: 'Verbatim training rows that were planted to be found',
    columns: ['Planted', 'Figures that saw it', 'Which'],
    rows: planted.map(({ part, seenBy }) => [percent(part), seenBy.length, seenBy.join(', ') || 'none']),
  };
}

/** Longest verbatim parts of texts. */
export function overlapTable(overlaps: readonly TextOverlap[]): AuditTable {
  return {
    caption: 'The longest part of a text that stands in one training text',
    columns: ['Column', 'Unit', 'Longest', 'Of holdout texts', 'Mean share of a text', 'Of holdout texts '],
    rows: overlaps.map(({ column, unit, synthetic, holdout }) => [
      column,
      unit,
      synthetic.longest,
      holdout?.longest ?? null,
      percent(synthetic.share),
      holdout && percent(holdout.share),
    ]),
  };
}
