import type { TeacherLabels } from './teacher.ts';

/** Several answers as one, row by row. */
export interface Votes {
  /** The answer given most often, the first class of equals; -1 where there is none. */
  readonly label: Int32Array;
  /** Share of the answers asked for that are that one, in [0, 1]: an answer that never came agrees with nothing. */
  readonly agreement: Float64Array;
  /** Answers per class with half an answer added to each, as shares: `rows * classCount`. */
  readonly shares: Float64Array;
}

/** What has to hold of an answer that is kept. */
export interface ConsistencyTerms {
  /** Least share of answers that agree, in (0, 1]. */
  readonly agreement: number;
  /** Least confidence; rows without one are not held against it. */
  readonly confidence?: number;
}

/** What became of a teacher's answers. */
export interface Consistency {
  readonly kept: Int32Array;
  readonly unanswered: number;
  readonly disagreed: number;
  readonly unsure: number;
}

/** Counts the answers (majority vote over samples of one teacher: Wang et al. 2023, self-consistency, section 2). */
export function votes({ samples }: TeacherLabels, classCount: number): Votes {
  const rows = samples[0].length;
  const label = new Int32Array(rows).fill(-1);
  const agreement = new Float64Array(rows);
  const shares = new Float64Array(rows * classCount);
  const counts = new Int32Array(classCount);
  for (let row = 0; row < rows; row++) {
    counts.fill(0);
    for (const sample of samples) if (sample[row] >= 0) counts[sample[row]]++;
    let best = 0;
    for (let k = 1; k < classCount; k++) if (counts[k] > counts[best]) best = k;
    if (counts[best] > 0) label[row] = best;
    agreement[row] = counts[best] / samples.length;
    const total = counts.reduce((sum, count) => sum + count, 0) + classCount / 2;
    for (let k = 0; k < classCount; k++) shares[row * classCount + k] = (counts[k] + 0.5) / total;
  }
  return { label, agreement, shares };
}

/** The rows whose answers agree and are sure enough. */
export function keepConsistent(found: Votes, { confidence }: TeacherLabels, terms: ConsistencyTerms): Consistency {
  const kept: number[] = [];
  const dropped = { unanswered: 0, disagreed: 0, unsure: 0 };
  for (const [row, label] of found.label.entries()) {
    // A share of thirds must reach a threshold that was typed as .6667 or .667.
    if (label < 0) dropped.unanswered++;
    else if (found.agreement[row] < terms.agreement - 1e-3) dropped.disagreed++;
    else if (terms.confidence !== undefined && confidence !== null && confidence[row] < terms.confidence)
      dropped.unsure++;
    else kept.push(row);
  }
  return { kept: Int32Array.from(kept), ...dropped };
}
