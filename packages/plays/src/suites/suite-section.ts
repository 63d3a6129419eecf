import { type Finding, type Measurement, measurement } from '@verisim/core';
import type { ReportSection, ReportTable } from '@verisim/report';
import type { Crispness, PassCount, SuiteOutcome } from './judge-suite.ts';

/** The parts of a suite's report: real rows first, then the suite as unit tests. It has no verdict. */
export function suiteSections(outcome: SuiteOutcome): readonly ReportSection[] {
  const { real, model, name, madeBy } = outcome;
  return [
    {
      title: 'Real rows: the yardstick',
      text: [
        `${model} answers ${percent(real.rate)} of ${count(real.cases)} real rows right ${between(real)}, rows that it was not trained on. ` +
          'Whether it is good enough is decided on real rows alone.',
      ],
      measurements: [rate('real-pass-rate', real, {})],
    },
    {
      title: `Suite ${name}: unit tests`,
      text: [
        `Synthetic cases, made by ${madeBy.join(', ')}. They say which cases pass and which fail; they are no estimate of anything on real rows and enter no verdict.`,
        suiteSentence(outcome),
      ],
      tables: [suiteTable(outcome)],
      findings: suiteFindings(outcome),
      measurements: suiteMeasurements(outcome),
    },
  ];
}

/** Passed and failed in a sentence. */
export function suiteSentence({ all, failedCases }: SuiteOutcome): string {
  if (all.failed === 0) return `All ${count(all.cases)} cases pass.`;
  const shown = failedCases.slice(0, 10).join(', ');
  const rest = failedCases.length > 10 ? ` and ${count(failedCases.length - 10)} more` : '';
  return `${count(all.passed)} of ${count(all.cases)} cases pass, ${count(all.failed)} fail: ${shown}${rest}.`;
}

/** Cases, passed and failed per difficulty. */
export function suiteTable({ all, byDifficulty, crispness }: SuiteOutcome): ReportTable {
  const against = (difficulty: Crispness['difficulty']) => crispness.find((one) => one.difficulty === difficulty);
  const row = (label: string, counts: PassCount, held: Crispness | undefined) => [
    label,
    counts.cases,
    counts.passed,
    counts.failed,
    percent(counts.rate),
    between(counts),
    held === undefined ? '' : `${signed(held.difference)} [${signed(held.low)}, ${signed(held.high)}]`,
  ];
  return {
    caption:
      'Against real rows: share passed minus that of real rows, class by class in the mix of the suite; below 0 is harder than real rows',
    columns: ['difficulty', 'cases', 'passed', 'failed', 'share', '95 % interval', 'against real rows'],
    rows: [
      ...byDifficulty.map((counts) => row(counts.difficulty, counts, against(counts.difficulty))),
      row('all', all, against(null)),
    ],
  };
}

/** What a reader should know: a suite that is easier than reality, cases that were trained on, classes that reality does not have. */
export function suiteFindings({ crispness, seen, all, unknownClasses, madeBy }: SuiteOutcome): readonly Finding[] {
  const found: Finding[] = [];
  const crisp = crispness.filter(({ tooCrisp }) => tooCrisp);
  if (crisp.length > 0) {
    const which = crisp.map(
      ({ difficulty, difference, low, high }) =>
        `${difficulty === null ? 'all cases' : `${difficulty} cases`} ${signed(difference)} [${signed(low)}, ${signed(high)}]`,
    );
    found.push({
      rule: 'too-crisp',
      level: 'error',
      message:
        `Too crisp: the suite is easier than reality, by ${which.join('; ')} (intervals hold together with 95 %). Do not read it as a success: ` +
        `take failures on real rows as seeds, let another maker than ${madeBy.join(', ')} write cases, and check labels and wording by hand.`,
    });
  }
  if (seen !== null && seen > 0)
    found.push({
      rule: 'cases-were-trained-on',
      level: 'warning',
      message: `${count(seen)} of ${count(all.cases)} cases equal a training row in every feature: the model has seen them. Take them out and add the suite anew.`,
    });
  if (unknownClasses.length > 0)
    found.push({
      rule: 'classes-without-real-rows',
      level: 'warning',
      message: `No real row is of ${unknownClasses.slice(0, 5).join(', ')}: cases of ${unknownClasses.length === 1 ? 'this class' : 'these classes'} are held against nothing.`,
    });
  return found;
}

/** `suite-pass-rate` per difficulty (`where.slice`): never a lift and never without its slice. */
export function suiteMeasurements({ name, all, byDifficulty }: SuiteOutcome): readonly Measurement[] {
  return [
    rate('suite-pass-rate', all, { slice: `suite ${name}` }),
    ...byDifficulty.map((counts) => rate('suite-pass-rate', counts, { slice: `suite ${name}: ${counts.difficulty}` })),
  ];
}

function rate(metric: string, { rate, low, high }: PassCount, where: Measurement['where']): Measurement {
  return measurement(metric, rate, { low, high, range: [0, 1], where });
}

function between({ low, high }: PassCount): string {
  return `[${percent(low)}, ${percent(high)}]`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(3)}`;
}

function count(cases: number): string {
  return cases.toLocaleString('en-US');
}
