import {
  type Comparison,
  type Context,
  type Evaluation,
  type Evaluator,
  type Finding,
  forkContext,
  measurement,
} from '@verisim/core';
import { z } from 'zod';
import type { Attack } from './attack.ts';
import { comparedTables } from './compared-tables.ts';
import { percent, percentInterval } from './percent.ts';
import { type AttackOptions, runAttacks } from './run-attacks.ts';
import { textMemorisation } from './text/text-memorisation.ts';

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
  const texts = await textMemorisation(data, forkContext(ctx, 'texts'));
  const made = await runAttacks(data, options, ctx, texts.attacks);
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

function findingOf(one: Attack): Finding[] {
  const { attack, column, rate, control, guess, low, high, decision, faint, membership } = one;
  const rows = membership ? 'of training rows are found at 1 % false positives' : 'of attacks on training rows succeed';
  const found = one.subject ?? rows;
  const what = column === null ? attack : `${attack} of "${column}"`;
  const auc = membership ? `, AUC ${membership.auc.value.toFixed(3)}` : '';
  const rates = `${percent(rate)} ${found} (95 % interval ${percentInterval({ low, high })}), ${percent(control)} on the holdout, ${percent(guess)} by guessing${auc}`;
  const finding = (rule: string, level: Finding['level'], message: string) => [{ rule, level, message }];
  if (decision === 'leak') {
    const message = `A leak by ${what}: ${rates}. Fit a smoother generator, or coarsen what singles rows out.`;
    return finding(attack, 'error', message);
  }
  if (faint)
    return finding(
      `${attack}-faint`,
      'warning',
      `A faint signal of ${what}, certain and too small to be called a leak: ${rates}. It tells next to nothing of a single row, and grows if rows of several fits are released.`,
    );
  if (decision === 'no leak seen') return [];
  return finding(
    `${attack}-unknown`,
    'info',
    `Unknown, not safe: ${what} is not surely better than guessing. ${rates}.`,
  );
}
