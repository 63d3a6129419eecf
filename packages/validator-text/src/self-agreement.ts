/** What several answers of one teacher to the same question come to. */
export interface SelfAgreement {
  /** The most frequent answer; `null` when there is none, or when two are as frequent. */
  readonly answer: string | null;
  /** Its share of all samples (refusals count as samples), in [0, 1]. */
  readonly agreement: number;
}

/** How a set of questions fares at a least agreement. */
export interface AgreementYield {
  /** Share of the questions that are kept, in [0, 1]. */
  readonly kept: number;
  /** Questions by samples that agree: `counts[k]` have k agreeing samples. */
  readonly counts: readonly number[];
}

/**
 * The answer that a teacher's samples agree on (self-consistency: Wang et al. 2023, ICLR). Answers are compared without regard to case and white space at the ends; the first spelling
 * is given. `null` = the teacher gave no answer.
 */
export function selfAgreement(samples: readonly (string | null)[]): SelfAgreement {
  const counts = new Map<string, { first: string; count: number }>();
  for (const sample of samples) {
    const key = sample?.trim().toLowerCase() ?? '';
    if (sample === null || key === '') continue;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { first: sample.trim(), count: 1 });
  }
  const [best, second] = [...counts.values()].sort((a, b) => b.count - a.count);
  if (best === undefined) return { answer: null, agreement: 0 };
  return { answer: second?.count === best.count ? null : best.first, agreement: best.count / samples.length };
}

/** The share of questions whose samples agree at least so much, and how many samples agree in each: a strict limit costs questions that were paid for. */
export function agreementYield(questions: readonly (readonly (string | null)[])[], least: number): AgreementYield {
  const counts: number[] = [];
  let kept = 0;
  for (const samples of questions) {
    const { answer, agreement } = selfAgreement(samples);
    const agreeing = Math.round(agreement * samples.length);
    while (counts.length <= Math.max(agreeing, samples.length)) counts.push(0);
    counts[agreeing]++;
    if (answer !== null && agreement >= least - 1e-12) kept++;
  }
  return { kept: questions.length === 0 ? 0 : kept / questions.length, counts };
}
