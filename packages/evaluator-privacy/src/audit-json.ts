import type { Finding } from '@verisim/core';
import { wilsonInterval } from '@verisim/statistics';
import type { Attack } from './attack.ts';
import type { PrivacyAudit } from './audit-privacy.ts';
import { type AuditAbout, trainingHash } from './audit-sections.ts';
import type { DpClaim } from './dp-claim.ts';
import { dpFindings } from './dp-section.ts';
import type { Exposure } from './exposure.ts';
import type { CopyRate } from './measure-copies.ts';
import type { Power } from './measure-power.ts';
import { rateOf } from './rate-excess.ts';
import type { TextOverlap } from './text/text-memorisation.ts';

/** An attack in the JSON of an audit. */
export type AttackJson = Pick<Attack, 'attack' | 'column' | 'rate' | 'control' | 'guess' | 'low' | 'high' | 'decision'>;

/** A share of synthetic rows with its 95 % interval, beside that of fresh real rows. */
export interface CopyJson {
  readonly copies: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly fresh: number;
}

/** One way of membership inference: rates at few false positives first. */
export interface MembershipJson {
  readonly attack: string;
  readonly 'tpr-at-1-percent': Omit<Exposure, 'expected'>;
  /** `null` with fewer than 1,000 holdout rows. */
  readonly 'tpr-at-0.1-percent': Omit<Exposure, 'expected'> | null;
  readonly auc: Omit<Exposure, 'expected'>;
  readonly decision: Attack['decision'];
}

/** What scripts read of an audit. */
export interface AuditJson {
  readonly decision: 'leak' | 'no leak seen' | 'unknown';
  readonly leaks: readonly string[];
  /** Figures with a signal that is certain and too small to be called a leak. */
  readonly faint: readonly string[];
  readonly attacks: readonly AttackJson[];
  readonly membership: { readonly attacks: readonly MembershipJson[]; readonly maximum: string | null };
  readonly copies: {
    readonly exact: CopyJson;
    readonly near: CopyJson;
    readonly ofHoldout: CopyJson | null;
    readonly onceOnly: readonly (CopyJson & { readonly column: string })[];
  };
  /** Longest parts of texts that stand in one training text. */
  readonly overlaps: readonly TextOverlap[];
  readonly power: Power | null;
  /** The guarantee that is claimed, and what is wrong with the claim. */
  readonly dp: (DpClaim & { readonly findings: readonly Finding[] }) | null;
  readonly notJudged: readonly string[];
  readonly findings: readonly Finding[];
}

/** The audit as plain JSON. Without a holdout and a leak the decision is `unknown`; a claim of differential privacy does not change it. */
export function auditJson(audit: PrivacyAudit, about?: Pick<AuditAbout, 'dp' | 'files'>): AuditJson {
  const { attacks, copies, power, leaks, faint, rows, evaluation } = audit;
  const membership = attacks.flatMap(membershipJson);
  const best = membership.toSorted((a, b) => b['tpr-at-1-percent'].value - a['tpr-at-1-percent'].value);
  const quiet = rows.holdout === null ? 'unknown' : 'no leak seen';
  return {
    decision: leaks.length > 0 ? 'leak' : quiet,
    leaks,
    faint,
    attacks: attacks.map(attackJson),
    membership: { attacks: membership, maximum: best[0]?.attack ?? null },
    copies: {
      exact: copyJson(copies.exact),
      near: copyJson(copies.near),
      ofHoldout: copies.ofHoldout && copyJson(copies.ofHoldout),
      onceOnly: copies.onceOnly.map((found) => ({ column: found.column, ...copyJson(found) })),
    },
    overlaps: audit.overlaps,
    power,
    dp: about?.dp ? { ...about.dp, findings: dpFindings(about.dp, rows.real, trainingHash(about)) } : null,
    notJudged: notJudged(audit),
    findings: evaluation.findings,
  };
}

function attackJson({ attack, column, rate, control, guess, low, high, decision }: Attack): AttackJson {
  return { attack, column, rate, control, guess, low, high, decision };
}

function membershipJson({ attack, membership, decision }: Attack): MembershipJson[] {
  if (membership === undefined) return [];
  const of = ({ value, low, high, p }: Exposure) => ({ value, low, high, p });
  const { atHundredth, atThousandth, auc } = membership;
  return [
    {
      attack,
      'tpr-at-1-percent': of(atHundredth),
      'tpr-at-0.1-percent': atThousandth && of(atThousandth),
      auc: of(auc),
      decision,
    },
  ];
}

function copyJson({ synthetic, fresh }: Pick<CopyRate, 'synthetic' | 'fresh'>): CopyJson {
  const rate = rateOf(synthetic);
  return { copies: synthetic.hits, rate, ...wilsonInterval(rate, synthetic.rows), fresh: rateOf(fresh) };
}

/** What could not be judged, one sentence each. */
export function notJudged({ rows, attacks, power }: PrivacyAudit): readonly string[] {
  const sentences: string[] = [];
  if (rows.holdout === null)
    sentences.push(
      'Singling out, linkability, attribute and membership inference, DCR share and exposure: there is no holdout to compare with.',
    );
  else if (!attacks.some(({ membership }) => membership !== undefined))
    sentences.push('Membership inference: it needs 20 rows on each side and a column that can be measured.');
  if (rows.holdout !== null && rows.holdout < 1000)
    sentences.push('Membership inference at 0.1 % false positives: it needs 1,000 holdout rows.');
  if (power === null) sentences.push('What the audit would have caught: no leak was planted.');
  return sentences;
}
