import type { Finding } from '@verisim/core';
import type { ReportSection, ReportTable } from '@verisim/report';
import type { ReviewCounts, ReviewOutcome, ReviewRate } from './review-outcome.ts';
import type { SpotCheck } from './spot-check.ts';

/** Agreement of judge and reviewer below which the judge is no judge: above it Landis & Koch (1977) speak of "moderate". */
export const LEAST_AGREEMENT = 0.4;

/** What people saw who looked at the rows, for a report: rates with intervals, the worst rows apart, reasons, the blinded reviewer, the judge. */
export function spotCheckSection(checks: readonly SpotCheck[]): ReportSection {
  const title = 'Spot check: what people saw';
  if (checks.length === 0)
    return {
      title,
      text: ['Nobody has looked at these rows. verisim review draws a random and a worst-first sample.'],
      findings: [
        { rule: 'not-reviewed', level: 'warning', message: 'No person has looked at any of the synthetic rows.' },
      ],
    };
  return {
    title,
    text: [
      'The random part says what share of all rows a reviewer rejects. The worst rows were picked to be bad and are counted apart.',
      ...checks.flatMap((check) => reviewSentences(check).map((sentence) => `${check.by}: ${sentence}`)),
    ],
    tables: [countsTable(checks), ...reasonsTable(checks)],
    findings: checks.flatMap((check) =>
      reviewFindings(check).map((found) => ({ ...found, message: `${check.by}: ${found.message}` })),
    ),
  };
}

/** An outcome in sentences. */
export function reviewSentences({ random, rejectRate, worst, blinded, judge }: ReviewOutcome): readonly string[] {
  const decided = random.accepted + random.rejected;
  return [
    rejectRate === null
      ? 'none of the random rows was decided.'
      : `${random.rejected} of ${decided} random rows rejected, ${rateText(rejectRate)} of all rows.`,
    `${worst.rejected} of ${worst.accepted + worst.rejected} of the worst rows rejected.`,
    ...(blinded?.accuracy
      ? [
          `told real from synthetic in ${blinded.right} of ${blinded.told}, ${rateText(blinded.accuracy)}; a coin has 50 %.`,
        ]
      : []),
    ...(blinded?.excess
      ? [
          `rejected ${blinded.real.rejected} of ${blinded.real.accepted + blinded.real.rejected} real rows that were mixed in: synthetic rows are rejected more often by ${pointsText(blinded.excess)}.`,
        ]
      : []),
    ...(judge
      ? [
          `the judge agrees with a kappa of ${judge.kappa.toFixed(2)} (${judge.low.toFixed(2)} to ${judge.high.toFixed(2)}) on ${judge.rows} rows: it kept ${judge.judgeMissed} that were rejected and would have dropped ${judge.judgeStrict} that were accepted.`,
        ]
      : []),
  ];
}

/** What a reader should know of a review. */
export function reviewFindings(outcome: ReviewOutcome): readonly Finding[] {
  const { random, worst, blinded, judge, rejectsWithoutReason } = outcome;
  const found: Finding[] = [];
  const say = (rule: string, level: Finding['level'], message: string) => found.push({ rule, level, message });
  const open = (part: ReviewCounts) => part.shown - part.accepted - part.rejected;
  if (open(random) > 0)
    say(
      'random-undecided',
      'warning',
      `${open(random)} of ${random.shown} random rows were left undecided: if these are the hard ones, the rate is too low.`,
    );
  if (open(worst) > 0)
    say('worst-undecided', 'warning', `${open(worst)} of the ${worst.shown} worst rows were left undecided.`);
  if (rejectsWithoutReason > 0)
    say(
      'rejects-without-reason',
      'warning',
      `${rejectsWithoutReason} rejected ${rejectsWithoutReason === 1 ? 'row has' : 'rows have'} no reason: nobody can mend what is not said.`,
    );
  if (blinded && blinded.told === 0)
    say('nothing-told', 'warning', 'Real rows were mixed in and the reviewer did not say which rows look real.');
  if (blinded?.coinFlip)
    say(
      'coin-flip',
      'warning',
      `the reviewer told real rows from synthetic ones no better than a coin (${rateText(blinded.accuracy!)}): either the rows are that good or the reviewer cannot judge them; acceptance alone proves nothing.`,
    );
  if (blinded?.excess && blinded.excess.low <= 0 && blinded.real.rejected > 0)
    say(
      'rejects-real-rows',
      'warning',
      'the reviewer rejects real rows about as often as synthetic ones: the reject rate says as much of the reviewer as of the rows.',
    );
  if (judge && judge.kappa < LEAST_AGREEMENT)
    say(
      'judge-unstable',
      'error',
      `the judge and the reviewer agree too little (kappa ${judge.kappa.toFixed(2)}, below ${LEAST_AGREEMENT}).`,
    );
  if (judge && judge.kappa >= LEAST_AGREEMENT && judge.low < LEAST_AGREEMENT)
    say(
      'judge-unsure',
      'warning',
      `the judge may agree too little with the reviewer (kappa from ${judge.low.toFixed(2)}): review more rows.`,
    );
  return found;
}

function rateText({ rate, low, high }: ReviewRate): string {
  const percent = (share: number) => (100 * share).toFixed(1);
  return `${percent(rate)} % (95 % interval ${percent(low)} to ${percent(high)} %)`;
}

function pointsText({ rate, low, high }: ReviewRate): string {
  const points = (share: number) => (100 * share).toFixed(1);
  return `${points(rate)} points (95 % interval ${points(low)} to ${points(high)})`;
}

function countsTable(checks: readonly SpotCheck[]): ReportTable {
  const rows = checks.flatMap(({ by, time, random, rejectRate, worst, blinded }) => {
    const line = (part: string, { shown, accepted, rejected }: ReviewCounts, rate: ReviewRate | null) => [
      by,
      time.slice(0, 10),
      part,
      shown,
      accepted,
      rejected,
      rate ? rateText(rate) : 'not a rate',
    ];
    return [
      line('random', random, rejectRate),
      line('worst first', worst, null),
      ...(blinded ? [line('real, mixed in', blinded.real, null)] : []),
    ];
  });
  return {
    caption: 'Rows shown and decided',
    columns: ['by', 'on', 'part', 'shown', 'accepted', 'rejected', 'rejected of all rows'],
    rows,
  };
}

function reasonsTable(checks: readonly SpotCheck[]): readonly ReportTable[] {
  const rows = checks.flatMap(({ by, reasons }) => reasons.map(([reason, count]) => [by, reason, count]));
  return rows.length === 0 ? [] : [{ caption: 'Why rows were rejected', columns: ['by', 'reason', 'rows'], rows }];
}
