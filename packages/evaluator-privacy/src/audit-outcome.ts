import type { PrivacyAudit } from './audit-privacy.ts';

/** What an audit saw, in one sentence. */
export function auditOutcome({ leaks, faint, rows }: PrivacyAudit): string {
  if (leaks.length > 0) return `A leak is seen by ${leaks.length} ${leaks.length === 1 ? 'figure' : 'figures'}.`;
  if (rows.holdout === null) return 'No copies are seen, and without a holdout the rest is unknown, not safe.';
  const signal =
    faint.length === 0
      ? ''
      : `; ${faint.length === 1 ? 'one figure holds' : `${faint.length} figures hold`} a faint signal`;
  return `No leak is seen, which is not the same as none${signal}.`;
}
