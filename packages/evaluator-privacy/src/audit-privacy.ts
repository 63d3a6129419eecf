import { type Comparison, type Context, type Evaluation, forkContext } from '@verisim/core';
import type { Attack } from './attack.ts';
import { attackFindings } from './attacks.ts';
import type { Copies } from './measure-copies.ts';
import { measurePower, type Power } from './measure-power.ts';
import { evaluationOf } from './privacy.ts';
import { type AuditOptions, faintOf, leaksOf, see } from './see-leaks.ts';
import { overlapMeasurements, type TextOverlap } from './text/text-memorisation.ts';

/** Everything a privacy audit found, as plain data. */
export interface PrivacyAudit {
  readonly rows: { readonly real: number; readonly synthetic: number; readonly holdout: number | null };
  /** The columns that all tables have. */
  readonly columns: readonly string[];
  readonly copies: Copies;
  /** Copies, distances and exposure as measurements and charts; findings of everything. */
  readonly evaluation: Evaluation;
  readonly attacks: readonly Attack[];
  /** `null` when nothing was planted. */
  readonly power: Power | null;
  /** The figures that saw a leak. */
  readonly leaks: readonly string[];
  /** Those that saw a signal too small to be called a leak. */
  readonly faint: readonly string[];
  /** Longest verbatim parts, per text column. */
  readonly overlaps: readonly TextOverlap[];
}

/**
 * Audits synthetic rows made by anything: copies, distances, attacks with a control, and what the audit would have seen (unless
 * `power` is false, which saves four fifths of the time). Without a holdout only what needs none is judged. Rows as good as fresh
 * real ones are called a leak with probability `alpha` at most. Throws `evaluator-privacy/no-rows` and
 * `evaluator-privacy/nothing-in-common`.
 */
export async function auditPrivacy(
  data: Comparison,
  options: Partial<AuditOptions> & { readonly power?: boolean },
  ctx: Context,
): Promise<PrivacyAudit> {
  const full: AuditOptions = { tolerance: 0.01, predicates: 1000, alpha: 0.05, ...options };
  const seen = await see(data, full, ctx);
  const { judged, attacks, overlaps } = seen;
  const evaluation = evaluationOf(judged, true);
  const power = options.power === false ? null : await measurePower(data, seen, full, forkContext(ctx, 'power'));
  return {
    rows: {
      real: judged.tables.real.rows,
      synthetic: judged.tables.synthetic.rows,
      holdout: judged.tables.holdout?.rows ?? null,
    },
    columns: judged.tables.names,
    copies: judged.copies,
    evaluation: {
      ...evaluation,
      measurements: [...evaluation.measurements, ...overlapMeasurements(overlaps)],
      findings: [...attackFindings(attacks), ...evaluation.findings],
    },
    attacks,
    power,
    leaks: leaksOf(seen),
    faint: faintOf(seen),
    overlaps,
  };
}
