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
    findings: [...attackFindings(made), ...findings],
    charts: [],
  };
}

const notAttacked: Finding = {
  rule: 'not-attacked',
  level: 'info',
  message: 'No attack was made: without a control set or a column to attack with, a rate says nothing.',
};

/** What the attacks say. */
export function attackFindings(made: readonly Attack[]): Finding[] {
  return made.length === 0 ? [notAttacked] : made.flatMap(findingOf);
}

/** Membership leaks below both are certain and small: warnings. */
const LARGE = { times: 3, auc: 0.6 };

function findingOf({ attack, column, rate, control, guess, low, high, decision, membership }: Attack): Finding[] {
  const found =
    membership === undefined ? 'attacks on training rows succeed' : 'training rows are found at 1 % false positives';
  const what = column === null ? attack : `${attack} of "${column}"`;
  const rates = `${percent(rate)} of ${found} (95 % interval ${percent(low)} to ${percent(high)}), ${percent(control)} on holdout rows, ${percent(guess)} by guessing`;
  if (decision === 'leak') {
    const small = membership !== undefined && rate < LARGE.times * guess && membership.auc.value < LARGE.auc;
    const message = `A leak by ${what}: ${rates}${membership ? `, AUC ${membership.auc.value.toFixed(3)}` : ''}. Fit a smoother generator, or coarsen what singles rows out.`;
    return [{ rule: attack, level: small ? 'warning' : 'error', message }];
  }
  if (decision === 'no leak seen') return [];
  return [
    {
      rule: `${attack}-unknown`,
      level: 'info',
      message: `Unknown, not safe: ${what} is no better than guessing. ${rates}.`,
    },
  ];
}
