import {
  type Comparison,
  type Context,
  type Evaluation,
  type Evaluator,
  type Finding,
  measurement,
} from '@verisim/core';
import { z } from 'zod';
import { percent } from './alarms.ts';
import type { Attack } from './attack.ts';
import { comparedTables } from './compared-tables.ts';
import { type AttackOptions, runAttacks } from './run-attacks.ts';

const attackOptions: z.ZodType<AttackOptions> = z.strictObject({
  predicates: z.int().min(10).max(20_000).default(1000).describe('predicates per singling-out attack'),
  alpha: z.number().min(1e-6).max(0.2).default(0.05).describe('chance of any false alarm, all attacks together'),
});

/**
 * Singling out, linkability and attribute inference as an attacker would try them, beside a control set and guessing; see
 * `runAttacks`, which gives the same as plain records. Throws `evaluator-privacy/no-rows` and
 * `evaluator-privacy/nothing-in-common`.
 */
export const attacks: Evaluator<AttackOptions> = {
  kind: 'evaluator',
  api: 1,
  name: 'attacks',
  version: '0.1.0',
  summary: 'Singling out, linkability and attribute inference with a control set',
  options: attackOptions,
  measure,
};

async function measure(data: Comparison, options: AttackOptions, ctx: Context): Promise<Evaluation> {
  ctx.signal.throwIfAborted();
  const { findings } = comparedTables(data.real, data.synthetic, data.holdout);
  const made = await runAttacks(data, options, ctx);
  ctx.progress({ done: 1, total: 1, note: 'attacks' });
  return {
    measurements: made.map((one) =>
      measurement(one.attack, one.rate, {
        low: one.low,
        high: one.high,
        better: 'lower',
        range: [0, 1],
        where: one.column === null ? {} : { column: one.column },
        reference: { 'on holdout rows': one.control, guessing: one.guess },
      }),
    ),
    findings: [...made.flatMap(findingOf), ...findings, ...(made.length === 0 ? [notAttacked] : [])],
    charts: [],
  };
}

const notAttacked: Finding = {
  rule: 'not-attacked',
  level: 'info',
  message: 'No attack was made: without a control set or a column to attack with, a rate says nothing.',
};

function findingOf({ attack, column, rate, control, guess, low, high, decision }: Attack): Finding[] {
  const what = column === null ? attack : `${attack} of "${column}"`;
  const rates = `${percent(rate)} of attacks on training rows succeed (95 % interval ${percent(low)} to ${percent(high)}), ${percent(control)} on holdout rows, ${percent(guess)} by guessing`;
  if (decision === 'leak')
    return [
      {
        rule: attack,
        level: 'error',
        message: `A leak by ${what}: ${rates}. Fit a smoother generator, or coarsen what singles rows out.`,
      },
    ];
  if (decision === 'no leak seen') return [];
  return [
    {
      rule: `${attack}-unknown`,
      level: 'info',
      message: `Unknown, not safe: ${what} is no better than guessing. ${rates}.`,
    },
  ];
}
