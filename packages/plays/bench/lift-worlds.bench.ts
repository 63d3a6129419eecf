// Are the decisions of `verisim lift` right in worlds of known truth (docs/architecture/decision.md)? Threshold .02, each world under two seeds.
// Run: node --conditions=verisim-source bench/lift-worlds.bench.ts [--runs 25] [--only <part of a scenario's name>] [--each]
// (25 runs: about 15 CPU minutes; --each prints every run as a line of JSON)
import { parseArgs } from 'node:util';
import {
  type Classifier,
  type CodedColumn,
  columnOf,
  createContext,
  createRandom,
  type Learner,
  type Table,
} from '@verisim/core';
import { logisticRegression, type MetricName, metricOf } from '@verisim/evaluator-utility';
import { judgeLift } from '@verisim/plays';
import { drawRows, processes } from './lift-processes.ts';
import { type Scenario, scenarios } from './lift-scenarios.ts';

interface Run {
  readonly scenario: string;
  readonly process: string;
  readonly real: number;
  readonly decisions: readonly string[];
  readonly rules: readonly string[];
  readonly lift: readonly (number | null)[];
  /** The lift of the very models that were judged on 10,000 rows, by the metric and by log loss. */
  readonly truth: number;
  readonly truthByLoss: number;
  readonly seconds: number;
}

const THRESHOLD = 0.02;
const DECISIONS = ['use', 'real data suffices', 'do not use', 'cannot tell'];
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '25' },
    only: { type: 'string', default: '' },
    each: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '3' },
    resamples: { type: 'string', default: '1000' },
  },
});
const populations = Object.fromEntries(
  Object.keys(processes).map((name) => [name, drawRows(name, 10_000, createRandom(`population:${name}`))]),
);

async function runWorld(scenario: Scenario, repetition: number): Promise<Run> {
  const names = Object.keys(processes);
  const process = names[repetition % names.length];
  const random = createRandom(`${scenario.name}:${repetition}`);
  const size = random.fork('sizes');
  const rows = scenario.real[Math.floor(repetition / names.length) % scenario.real.length];
  const real = drawRows(process, rows, random.fork('real'));
  const holdout = drawRows(process, scenario.holdout ?? size.int(1000, 4001), random.fork('holdout'));
  const synthetic = scenario.synthesise(process, real, size.int(1000, 3001), random.fork('synthetic'));
  const { metric } = scenario;
  const fitted: Classifier[] = [];
  const learner = remembering(fitted);
  const effort = { learner, seeds: Number(options.seeds), resamples: Number(options.resamples) };
  const request = { real, synthetic, holdout, target: 'outcome', metric, threshold: THRESHOLD, ...effort };
  const judged = [];
  const from = globalThis.process.cpuUsage();
  for (const seed of [1, 2]) judged.push(await judgeLift(request, createContext({ seed })));
  const used = globalThis.process.cpuUsage(from);
  return {
    scenario: scenario.name,
    process,
    real: rows,
    decisions: judged.map(({ verdict }) => verdict.decision),
    rules: judged.map(({ verdict }) => ruleOf(verdict.reason)),
    lift: [judged[0].verdict.low, judged[0].verdict.lift, judged[0].verdict.high],
    truth: trueLift(fitted.slice(0, fitted.length / 2), populations[process], metric),
    truthByLoss: trueLift(fitted.slice(0, fitted.length / 2), populations[process], 'log-loss'),
    seconds: (used.user + used.system) / 2e6,
  };
}

/** Keeps the models, to hold them against more rows than the judge saw. */
function remembering(fitted: Classifier[]): Learner {
  return {
    ...logisticRegression,
    async fit(train, request) {
      const classifier = await logisticRegression.fit(train, request);
      fitted.push(classifier);
      return classifier;
    },
  };
}

/** Arms are trained in the order real-only, class-weighted, placebo, augmented, seed after seed. */
function trueLift(fitted: readonly Classifier[], population: Table, metric: MetricName): number {
  const { codes, levels } = columnOf(population, 'outcome') as CodedColumn;
  const { compute, better } = metricOf(metric);
  const scores = fitted.map((classifier, i) => {
    if (i % 4 !== 0 && i % 4 !== 3) return 0;
    const place = levels.map((level) => classifier.classes.indexOf(level));
    const truth = codes.map((code) => place[code]);
    const score = compute(classifier.predict(population), truth, classifier.classes.length);
    return (i % 4 === 3 ? 1 : -1) * score;
  });
  const sum = scores.reduce((a, b) => a + b, 0) / (fitted.length / 4);
  return better === 'higher' ? sum : -sum;
}

/** Which of the rules spoke, read from its sentence. */
function ruleOf(reason: string): string {
  if (reason.startsWith('It makes')) return 'lift below 0';
  const slice = /in the slice (.*?) \(/.exec(reason);
  if (slice) return `slice ${slice[1]}`;
  const guard = /^(\S+) gets significantly worse/.exec(reason);
  if (guard) return `guard ${guard[1]}`;
  const rival = /not surely better than (.*?), which/.exec(reason);
  if (rival) return `not above ${rival[1]}`;
  return reason.includes('on both sides') ? 'straddles' : '';
}

const share = (runs: readonly Run[], of: (run: Run) => boolean) =>
  `${Math.round((100 * runs.filter(of).length) / runs.length)} %`;
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function summary(runs: readonly Run[], { right, premise }: Scenario): Record<string, string | number> {
  const counted = Object.fromEntries(DECISIONS.map((d) => [d, share(runs, ({ decisions }) => decisions[0] === d)]));
  const usable = right('use');
  return {
    runs: runs.length,
    ...counted,
    right: share(runs, ({ decisions }) => right(decisions[0])),
    premise: share(runs, premise),
    'right there': share(runs.filter(premise), ({ decisions }) => right(decisions[0])),
    'false use': usable ? '-' : share(runs, ({ decisions }) => decisions[0] === 'use'),
    agree: share(runs, ({ decisions }) => decisions[0] === decisions[1]),
    'true lift': median(runs.map(({ truth }) => truth)).toFixed(3),
    'CPU s': median(runs.map(({ seconds }) => seconds)).toFixed(2),
  };
}

const table: Record<string, Record<string, string | number>> = {};
const all: Run[] = [];
let below = 0;
for (const scenario of scenarios.filter(({ name }) => name.includes(options.only))) {
  const runs: Run[] = [];
  for (let repetition = 0; repetition < Number(options.runs); repetition++) {
    const run = await runWorld(scenario, repetition);
    runs.push(run);
    if (options.each) console.log(JSON.stringify(run));
  }
  table[scenario.name] = summary(runs, scenario);
  all.push(...runs);
  if (runs.filter(({ decisions }) => scenario.right(decisions[0])).length < 0.9 * runs.length) below++;
  if (!scenario.right('use') && runs.filter(({ decisions }) => decisions[0] === 'use').length > 0.05 * runs.length)
    below++;
  for (const name of Object.keys(processes)) {
    const some = runs.filter(({ process }) => process === name);
    if (some.length > 0) table[`  ${scenario.name}: ${name}`] = summary(some, scenario);
  }
}
console.table(table);
const agree = all.filter(({ decisions }) => decisions[0] === decisions[1]).length / all.length;
console.log(
  `the same decision under another seed: ${(100 * agree).toFixed(0)} %; promises broken: ${below + Number(agree < 0.9)}`,
);
process.exitCode = below > 0 || agree < 0.9 ? 1 : 0;
