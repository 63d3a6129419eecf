import type { Finding } from '@verisim/core';
import type { Detection } from './detect.ts';
import { brokenPairs } from './detector-findings.ts';
import { dependenceLost, trendsInWords } from './pair-findings.ts';
import type { ReferenceScores } from './reference-scores.ts';
import type { ColumnScores } from './score-columns.ts';

/** Column shapes from here on look right to a reader of margins. */
const LOOKS_RIGHT = 0.9;

/**
 * The finding that outweighs all others: columns are distributed like the real ones and depend on each other otherwise. Both must say so: pair trends (nearer to
 * independent columns than to fresh real rows) and a test of each pair that allows for its margins, which names the pairs.
 */
export function firstFinding(
  scores: ColumnScores,
  references: ReferenceScores | null,
  detection: Detection | null,
): Finding | null {
  if (references === null || detection === null || (scores.columnShapes ?? 0) < LOOKS_RIGHT) return null;
  if (!dependenceLost(references) || detection.giveaways.broken === 0) return null;
  const message = `Looks right, will train poorly: columns are distributed like the real ones (column shapes ${scores.columnShapes?.toFixed(3)}), but their dependence is broken in ${brokenPairs(detection, 8)} (${trendsInWords(references)}).`;
  return { rule: 'looks-right-trains-poorly', level: 'error', message };
}
