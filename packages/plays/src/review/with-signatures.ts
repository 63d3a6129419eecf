import type { Report } from '@verisim/report';
import type { Workspace } from '@verisim/workspace';
import { SIGNATURES, type SignedRuns, signOffSection } from './sign-off-section.ts';
import { signOffRules } from './sign-off-subjects.ts';

/**
 * A run's report with the signatures as the ledger has them now, for most are given after it was written. A report that asked for signatures of other
 * runs (its baseline's) goes on asking; the same report where nothing is to be signed.
 */
export async function withSignatures(report: Report, workspace: Workspace, place: string): Promise<Report> {
  const written = report.sections.findIndex(({ title }) => title === SIGNATURES);
  const asked = report.sections[written]?.tables?.[0].rows ?? [];
  const entries = signOffRules.flatMap(({ subject, runs }) => {
    if (runs.test(place)) return [[subject, place] as const];
    const row = asked.find(([what]) => what === subject);
    return row === undefined ? [] : [[subject, row[2] === 'none' ? null : String(row[2])] as const];
  });
  if (entries.length === 0) return report;
  const section = await signOffSection(workspace, Object.fromEntries(entries) as SignedRuns);
  const sections = written < 0 ? [...report.sections, section] : report.sections.with(written, section);
  return { ...report, sections };
}
