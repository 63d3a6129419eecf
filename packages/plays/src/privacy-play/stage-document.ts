import { type Json, type Stage, sha256, toHex } from '@verisim/core';
import { auditOutcome, auditSections } from '@verisim/evaluator-privacy';
import { type Report, renderJson } from '@verisim/report';
import type { PrivacyState } from './privacy-state.ts';

/** Writes the audit document before anything is trained; with a leak the play ends here. */
export const stageDocument: Stage<PrivacyState> = {
  name: 'document',
  title: 'Write the audit document',
  async run(state) {
    const audit = state.audit!;
    await state.keepAudit(auditReport(state));
    if (audit.leaks.length === 0) return undefined;
    const figures = audit.leaks.length === 1 ? 'one figure' : `${audit.leaks.length} figures`;
    const reason = `A leak is seen by ${figures}: ${audit.leaks.slice(0, 5).join(', ')}. Do not release these rows; nothing was trained on them. Use a stronger setting (--set privacy=high, -g dp-marginals), or release fewer columns, and run the play again.`;
    return { stopped: reason, verdict: { decision: 'do not use', reason } };
  },
};

/** The document as the report package takes it, with its own hash in it. */
function auditReport({ plan, audit, about, madeBy, dp, seed, sections }: PrivacyState): Report {
  const { files, command } = about;
  const said = { files, command, seed, sensitive: plan.sensitive, unit: plan.unit, release: plan.release, madeBy, dp };
  const report: Report = {
    title: 'Privacy audit of synthetic data',
    question: plan.requirement,
    conclusion: auditOutcome(audit!),
    verdicts: [],
    sections: [...sections.filter(({ title }) => title.startsWith('The requirement')), ...auditSections(audit!, said)],
    notTested: ['What section 11 names.'],
    provenance: { seed, sensitive: [...plan.sensitive], files: files.map((file) => ({ ...file })) as Json },
  };
  const documentHash = toHex(sha256(renderJson(report).trimEnd()));
  return { ...report, provenance: { ...report.provenance, documentHash } };
}
