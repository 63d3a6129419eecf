import type { Finding } from '@verisim/core';
import { columnFindings } from './column-findings.ts';
import { copyFindings } from './copy-findings.ts';
import type { Detection } from './detect.ts';
import { detectorFindings } from './detector-findings.ts';
import type { ExactCopies } from './exact-copies.ts';
import { firstFinding } from './first-finding.ts';
import { pairFindings } from './pair-findings.ts';
import type { ColumnPair } from './prepare-column.ts';
import type { ReferenceScores } from './reference-scores.ts';
import type { ColumnScores } from './score-columns.ts';

/** What findings are drawn from. */
export interface Judged {
  readonly pairs: readonly ColumnPair[];
  readonly scores: ColumnScores;
  readonly references: ReferenceScores | null;
  readonly copies: ExactCopies | null;
  /** `undefined` when no detector was asked for, `null` when there were too few rows. */
  readonly detection: Detection | null | undefined;
  readonly syntheticRows: number;
  readonly fewestRows: number;
}

const WEIGHTS = ['error', 'warning', 'info'] as const;

/** All findings by weight: errors first, and the broken dependence that margins hide before all others. */
export function fidelityFindings(aside: readonly Finding[], judged: Judged): Finding[] {
  const { pairs, scores, references, copies, detection } = judged;
  const first = firstFinding(scores, references, detection ?? null);
  const others = [
    ...aside,
    ...(detection === undefined ? [] : detectorFindings(detection, judged.fewestRows)),
    ...copyFindings(copies, judged.syntheticRows),
    ...columnFindings(pairs, scores.shapes),
    ...pairFindings(pairs, scores, references).filter(({ rule }) => first === null || rule !== 'dependence-lost'),
  ];
  return [...(first ? [first] : []), ...byWeight(others)];
}

/** Errors before warnings before information, else in the order given. */
export function byWeight(findings: readonly Finding[]): Finding[] {
  const weigh = ({ level }: Finding) => WEIGHTS.indexOf(level);
  return findings.toSorted((a, b) => weigh(a) - weigh(b));
}
