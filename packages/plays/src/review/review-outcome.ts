import { shareDifference, wilsonInterval } from '@verisim/statistics';
import { badReview } from '../errors.ts';
import type { ReviewKey, ReviewPart } from './draw-review.ts';
import { type JudgeAgreement, judgeAgreement } from './judge-agreement.ts';
import type { ReviewAnswer } from './review-sheet.ts';

/** Decisions on the rows of one part of a sheet. */
export interface ReviewCounts {
  readonly shown: number;
  readonly accepted: number;
  readonly rejected: number;
}

/** A share with its 95 % interval. */
export interface ReviewRate {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** How well a blinded reviewer told real rows from synthetic ones of the random part. */
export interface BlindedTelling {
  readonly told: number;
  readonly right: number;
  /** Share told right; chance is one half. `null` when nothing was told. */
  readonly accuracy: ReviewRate | null;
  /** The interval of the accuracy holds one half. */
  readonly coinFlip: boolean;
  readonly real: ReviewCounts;
  /** Share of synthetic rows rejected minus share of real rows rejected; `null` when either has no decision. */
  readonly excess: ReviewRate | null;
}

/** What came out of a review. */
export interface ReviewOutcome {
  /** A simple random sample: the only part that says anything of all rows. */
  readonly random: ReviewCounts;
  /** Share of the random part that was rejected, Wilson's interval; `null` when nothing was decided. */
  readonly rejectRate: ReviewRate | null;
  /** The worst rows, for what is wrong with them: never part of a rate. */
  readonly worst: ReviewCounts;
  readonly rejectsWithoutReason: number;
  /** Reasons with how often they were given, the most frequent first, at most 20. */
  readonly reasons: readonly (readonly [reason: string, rows: number])[];
  /** `null` when no real rows were mixed in. */
  readonly blinded: BlindedTelling | null;
  /** Of the judge's verdicts with the reviewer's on synthetic rows of both parts; `null` without a judge. */
  readonly judge: JudgeAgreement | null;
}

/** Counts the answers to a review. `judge` says per synthetic row whether a judge kept it. Throws `plays/bad-review` for rows that were not shown or came twice. */
export function reviewOutcome(
  key: ReviewKey,
  answers: readonly ReviewAnswer[],
  judge?: readonly (boolean | null)[],
): ReviewOutcome {
  const given = answersById(key, answers);
  const of = (part: ReviewPart) => key.rows.filter((row) => row.part === part).map(({ id }) => given.get(id));
  const [random, worst, real] = [of('random'), of('worst'), of('real')].map(countsOf);
  const rejected = key.rows.filter(({ id, part }) => part !== 'real' && given.get(id)?.decision === 'reject');
  const texts = rejected.map(({ id }) => given.get(id)!.reason);
  return {
    random,
    rejectRate: rateOf(random.rejected, random.accepted + random.rejected),
    worst,
    rejectsWithoutReason: texts.filter((reason) => reason === '').length,
    reasons: tally(texts.filter((reason) => reason !== '')),
    blinded: key.blinded ? tellingOf(of('random'), of('real'), random, real) : null,
    judge: judge === undefined ? null : agreementOf(key, given, judge),
  };
}

type Given = ReviewAnswer | undefined;

function answersById(key: ReviewKey, answers: readonly ReviewAnswer[]): ReadonlyMap<string, ReviewAnswer> {
  const shown = new Set(key.rows.map(({ id }) => id));
  const given = new Map<string, ReviewAnswer>();
  for (const answer of answers) {
    if (!shown.has(answer.id))
      throw badReview(`Row ${answer.id} is not of review ${key.review}.`, 'Give each sheet back by itself.');
    if (given.has(answer.id))
      throw badReview(`Row ${answer.id} stands on the sheet twice.`, 'Keep one of the two lines.');
    given.set(answer.id, answer);
  }
  return given;
}

function countsOf(answers: readonly Given[]): ReviewCounts {
  const count = (decision: string) => answers.filter((answer) => answer?.decision === decision).length;
  return { shown: answers.length, accepted: count('accept'), rejected: count('reject') };
}

function rateOf(hits: number, of: number): ReviewRate | null {
  return of === 0 ? null : { rate: hits / of, ...wilsonInterval(hits / of, of) };
}

function tally(texts: readonly string[]): ReviewOutcome['reasons'] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 20);
}

function tellingOf(
  synthetic: readonly Given[],
  realAnswers: readonly Given[],
  random: ReviewCounts,
  real: ReviewCounts,
): BlindedTelling {
  const rightOf = (answers: readonly Given[], right: string) => answers.filter((answer) => answer?.looks === right);
  const told = [...synthetic, ...realAnswers].filter((answer) => answer?.looks).length;
  const right = rightOf(synthetic, 'synthetic').length + rightOf(realAnswers, 'real').length;
  const accuracy = rateOf(right, told);
  const [one, two] = [random, real].map(({ accepted, rejected }) => ({ hits: rejected, of: accepted + rejected }));
  const difference = one.of > 0 && two.of > 0 ? shareDifference(one, two) : null;
  return {
    told,
    right,
    accuracy,
    coinFlip: accuracy !== null && accuracy.low <= 0.5 && accuracy.high >= 0.5,
    real,
    excess: difference && { rate: difference.value, low: difference.low, high: difference.high },
  };
}

function agreementOf(
  { rows }: ReviewKey,
  given: ReadonlyMap<string, ReviewAnswer>,
  judge: readonly (boolean | null)[],
): JudgeAgreement | null {
  const pairs = rows.flatMap(({ id, part, row }): [boolean, boolean][] => {
    const decision = given.get(id)?.decision ?? null;
    const kept = judge[row] ?? null;
    return part === 'real' || decision === null || kept === null ? [] : [[kept, decision === 'accept']];
  });
  return judgeAgreement(pairs);
}
