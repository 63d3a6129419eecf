import type { Finding, Measurement, Model } from '@verisim/core';
import { agrees, ENOUGH_BLOCKS, type SimulationModel } from '@verisim/generator-simulation';
import type { RowAccount } from './plugin-table.ts';

/** The self-test of a simulator as an account of its rows: one line per parameter, a warning where ten blocks or more speak against it. */
export function selfTestAccount(model: Model): RowAccount {
  const { rates, ...simulated } = model as SimulationModel;
  const test = simulated.selfTest();
  let blocks = 0;
  let chosen = false;
  const fitted: Finding[] =
    rates === null
      ? []
      : [{ rule: 'fitted-rates', level: 'info', message: `fitted to the sample: ${JSON.stringify(rates)}` }];
  return {
    add({ table, drawn }) {
      blocks++;
      chosen ||= drawn > table.rows;
      test.add(table);
    },
    findings() {
      if (chosen)
        return [
          ...fitted,
          { rule: 'self-test', level: 'info', message: 'no self-test: rows were chosen by a condition' },
        ];
      return [...fitted, ...test.measurements().map((one) => lineOf(one, blocks >= ENOUGH_BLOCKS))];
    },
  };
}

function lineOf(measured: Measurement, judged: boolean): Finding {
  const { metric, value, low, high, reference } = measured;
  const digits = (number: number | null | undefined) =>
    number == null ? 'unknown' : String(Number(number.toPrecision(4)));
  const interval = low === null ? 'too few rows for an interval' : `95 % interval ${digits(low)} to ${digits(high)}`;
  const message = `self-test ${metric.replaceAll('-', ' ')}: ${digits(value)} (${interval}), stated ${digits(reference?.expected)}`;
  return { rule: `self-test-${metric}`, level: judged && !agrees(measured) ? 'warning' : 'info', message };
}
