import type { Decision, Finding, LiftVerdict } from '@verisim/core';
import type { ReportSection } from '@verisim/report';
import type { Workspace } from '@verisim/workspace';
import { type SignedRuns, signOffSection } from '../review/sign-off-section.ts';
import { type SpotCheck, spotCheckEvidence } from '../review/spot-check.ts';
import { reviewSentences, spotCheckSection } from '../review/spot-check-section.ts';
import { reviewStops } from '../stop-rules/stop-rules.ts';

/** What people saw of the synthetic rows and who signed, as the ledger has it. */
export interface ProjectEvidence {
  readonly checks: readonly SpotCheck[];
  /** Why the rows should not be used yet; empty when nothing speaks against it. */
  readonly stops: readonly Finding[];
  readonly sections: readonly ReportSection[];
}

/** The reviews of synthetic rows, each reviewer's latest, and what they leave open. `hashes`: core's `tableHash` of the rows, SHA-256 of their files. */
export async function reviewsOf(
  workspace: Workspace,
  hashes: readonly string[],
): Promise<Pick<ProjectEvidence, 'checks' | 'stops'>> {
  const found = (await Promise.all(hashes.map((hash) => spotCheckEvidence(workspace, hash)))).flat();
  const latest = new Map<string, SpotCheck>();
  for (const check of found.toSorted((a, b) => (a.time < b.time ? -1 : 1))) latest.set(check.by, check);
  const checks = [...latest.values()];
  return { checks, stops: reviewStops(checks) };
}

/** What the ledger adds to the report of a play: spot checks and signatures. Rows that are not to be used need no review. */
export async function projectEvidence(
  workspace: Workspace,
  given: { readonly hashes: readonly string[]; readonly signed: SignedRuns; readonly decision: Decision },
): Promise<ProjectEvidence> {
  const { hashes, signed, decision } = given;
  const { checks, stops: open } = await reviewsOf(workspace, hashes);
  const stops = decision === 'use' ? open : open.filter(({ rule }) => rule !== 'worst-unreviewed');
  const spot = spotCheckSection(checks);
  const said = stops.some(({ rule }) => rule === 'worst-unreviewed') ? ['not-reviewed'] : [];
  const findings = [...(spot.findings ?? []).filter(({ rule }) => !said.includes(rule)), ...stops];
  return { checks, stops, sections: [{ ...spot, findings }, await signOffSection(workspace, signed)] };
}

/** A verdict that says what people saw of the rows; `use` says as well what has to be done first. */
export function reviewedVerdict(
  verdict: LiftVerdict,
  { checks, stops }: Pick<ProjectEvidence, 'checks' | 'stops'>,
): LiftVerdict {
  const seen = checks.map((check) => `${check.by}: ${reviewSentences(check)[0]}`);
  const said = seen.length > 0 ? [`Spot check by ${seen.join(' ')}`] : [];
  const open = verdict.decision === 'use' ? stops.map(({ message }) => `Before the rows are used: ${message}`) : [];
  return { ...verdict, reason: [verdict.reason, ...said, ...open].join(' ') };
}
