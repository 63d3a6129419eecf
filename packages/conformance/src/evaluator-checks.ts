import type { Comparison, Evaluation, Measurement } from '@verisim/core';
import { ask, steadyAnswer } from './assessor.ts';
import { answers, assessorChecks } from './assessor-checks.ts';
import { copyTable } from './copy-table.ts';
import { demand } from './demand.ts';
import { near, valueDifference } from './evaluation-difference.ts';
import * as faults from './evaluation-faults.ts';
import type { EvaluatorCheck, EvaluatorCheckName } from './evaluator-check.ts';
import type { EvaluatorSubject } from './evaluator-subject.ts';
import { gated } from './gated.ts';
import { demandIdentity, pluginChecks } from './plugin-checks.ts';
import { reorderRows } from './table-changes.ts';

const shape: EvaluatorCheck = {
  name: 'shape',
  title: 'is an evaluator of api 1 that says who it is',
  async run(subject) {
    demandIdentity(subject, 'evaluator');
    demand(subject, typeof subject.plugin.measure === 'function', 'lacks measure');
  },
};

const measures: EvaluatorCheck = {
  name: 'measures',
  title: 'measures something on two tables, a holdout and a target',
  async run(subject) {
    const { measurements = [] } = (await ask(subject, subject.input)) ?? {};
    const found = measurements.some(({ value }) => value !== null);
    demand(subject, found, 'measures nothing: every value is null, or there is none');
  },
};

/** Looks for one fault in the evaluation of the usual tables. Only `plain` looks at what is not JSON. */
function evaluationCheck(
  name: EvaluatorCheckName,
  title: string,
  fault: (evaluation: Evaluation, data: Comparison) => string | null,
): EvaluatorCheck {
  return {
    name,
    title,
    async run(subject) {
      const evaluation = await ask(subject, subject.input);
      if (name !== 'plain' && faults.plainFault(evaluation, subject.input) !== null) return;
      const found = fault(evaluation, subject.input);
      if (found !== null) demand(subject, false, found);
    },
  };
}

const rowOrder: EvaluatorCheck = {
  name: 'row-order',
  title: 'measures the same whatever the order of the rows',
  async run(subject) {
    const expected = await steadyAnswer(subject);
    if (expected === null || subject.fault(expected, subject.input) !== null) return;
    const reordered = subject.eachTable(subject.input, (table) => reorderRows(table).table);
    const difference = valueDifference(expected, await ask(subject, reordered));
    demand(subject, difference === null, `measures otherwise with the rows in another order: ${difference}`);
  },
};

const identical: EvaluatorCheck = {
  name: 'identical',
  title: 'gives synthetic rows that are the real ones the values that its author says',
  async run(subject) {
    const measurements = await measureIdentical(subject);
    if (measurements.length === 0) return;
    for (const [metric, value] of Object.entries(subject.identical)) {
      const found = measurements.filter((measured) => measured.metric === metric && measured.value !== null);
      demand(subject, found.length > 0, `measures no "${metric}" of synthetic rows that are the real ones`);
      for (const measured of found) {
        const key = faults.measurementKey(measured);
        demand(subject, near(measured.value, value), `gives ${key} ${measured.value} for the real rows, not ${value}`);
      }
    }
  },
};

const directionHolds: EvaluatorCheck = {
  name: 'direction-holds',
  title: 'calls no value of other rows better than that of the real ones, where its author says what that is',
  async run(subject) {
    const evaluation = await ask(subject, subject.input);
    if (faults.plainFault(evaluation, subject.input) !== null) return;
    for (const measured of evaluation.measurements) {
      const { metric, better, value } = measured;
      if (!Object.hasOwn(subject.identical, metric) || value === null) continue;
      const best = subject.identical[metric];
      const gain = better === 'higher' ? value - best : better === 'lower' ? best - value : 0;
      const key = faults.measurementKey(measured);
      demand(
        subject,
        gain <= 0 || near(value, best),
        `calls ${better} ${key} better, yet gives other rows ${value} and the real ones ${best}`,
      );
    }
  },
};

async function measureIdentical(subject: EvaluatorSubject): Promise<readonly Measurement[]> {
  if (Object.keys(subject.identical).length === 0) return [];
  const { input } = subject;
  const evaluation = await ask(subject, { ...input, synthetic: copyTable(input.real) });
  return faults.plainFault(evaluation, input) === null ? evaluation.measurements : [];
}

/** Everything that the kit asks of an evaluator, plain data, in the order in which it is worth reading. */
export const evaluatorChecks: readonly EvaluatorCheck[] = [
  shape,
  ...pluginChecks,
  ...gated<EvaluatorSubject, EvaluatorCheckName>(answers, [
    measures,
    evaluationCheck('plain', 'answers with plain JSON', faults.plainFault),
    evaluationCheck(
      'metrics',
      'gives each measurement a metric in kebab-case and a place of its own',
      faults.metricsFault,
    ),
    evaluationCheck('direction', 'says of each measurement whether higher or lower is better', faults.directionFault),
    evaluationCheck('range', 'measures values inside their declared range', faults.rangeFault),
    evaluationCheck('interval', 'gives intervals that hold their value', faults.intervalFault),
    evaluationCheck('reference', 'gives references that are values of the metric', faults.referenceFault),
    evaluationCheck('where', 'measures columns that a table has', faults.whereFault),
    evaluationCheck('findings', 'gives findings with a rule, a level and a message', faults.findingsFault),
    evaluationCheck('undefined-said', 'says why where a value is not defined', faults.undefinedFault),
    evaluationCheck('charts', 'draws charts as Vega-Lite with their data inside', faults.chartsFault),
    rowOrder,
    identical,
    directionHolds,
    ...assessorChecks,
  ]),
];
