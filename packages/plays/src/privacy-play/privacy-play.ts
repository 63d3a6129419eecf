import { type Context, type OnStage, run, type Stage, type TrackedTable } from '@verisim/core';
import type { PrivacyAudit } from '@verisim/evaluator-privacy';
import type { ReportSection } from '@verisim/report';
import type { PrivacyParts, PrivacyState, PrivacyVerdict } from './privacy-state.ts';
import { stageAttack } from './stage-attack.ts';
import { stageDocument } from './stage-document.ts';
import { stageGenerate } from './stage-generate.ts';
import { stageRequirement } from './stage-requirement.ts';
import { stageUtility } from './stage-utility.ts';

/** The stages of the privacy play. The document stands before anything is trained; a leak ends the play. */
export const privacyStages: readonly Stage<PrivacyState>[] = [
  stageRequirement,
  stageGenerate,
  stageAttack,
  stageDocument,
  stageUtility,
];

/** What a privacy play concludes. */
export interface PrivacyResult {
  readonly verdict: PrivacyVerdict;
  readonly audit: PrivacyAudit;
  /** The rows; `null` when a leak was seen, so that nothing that leaks lies about. */
  readonly synthetic: TrackedTable | null;
  readonly sections: readonly ReportSection[];
}

/** Runs the play: states the requirement, generates, opens the holdout once, attacks, documents, and only then trains. */
export async function privacyPlay(
  parts: PrivacyParts,
  ctx: Context,
  onStage?: OnStage<PrivacyState>,
): Promise<PrivacyResult> {
  const ended = await run<PrivacyState>(privacyStages, { ...parts, sections: [] }, ctx, onStage);
  const verdict = ended.verdict!;
  const first: ReportSection = { title: 'Verdict', text: [`${verdict.decision}: ${verdict.reason}`] };
  return {
    verdict,
    audit: ended.audit!,
    synthetic: ended.stopped ? null : ended.synthetic!,
    sections: [first, ...ended.sections],
  };
}
