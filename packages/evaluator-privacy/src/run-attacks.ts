import { type Comparison, type Context, checkpoint, columnsWithRole, forkContext, type Table } from '@verisim/core';
import { type Attack, decideAttacks, type Tried } from './attack.ts';
import { attributeInference } from './attribute-inference.ts';
import { canonicalOrder, takeCells } from './canonical-order.ts';
import { type Cells, cellsOf } from './cells.ts';
import { comparedTables } from './compared-tables.ts';
import { linkability } from './linkability.ts';
import { membershipInference } from './membership-inference.ts';
import { singlingOut } from './singling-out.ts';

/** How hard attacks try. */
export interface AttackOptions {
  /** Predicates per singling-out attack. */
  readonly predicates: number;
  /** Probability that any attack is called a leak without one, all together. */
  readonly alpha: number;
}

/** Of secrets that nobody named, at most so many are tried. */
const MOST_SECRETS = 8;

/**
 * Singling out, linkability and attribute inference with a control set (Giomi et al. 2023), and membership inference in four
 * ways: each on the training rows and on the holdout, beside guessing. Secrets are the sensitive columns and the target, else the first coded columns. Empty without a
 * holdout that can be used: an attack without a control says nothing. Throws what the evaluator `privacy` throws.
 */
export async function runAttacks(data: Comparison, options: AttackOptions, ctx: Context): Promise<readonly Attack[]> {
  const tables = comparedTables(data.real, data.synthetic, data.holdout);
  if (tables.holdout === null) return [];
  const [train, synthetic, holdout] = cellsOf([tables.real, tables.synthetic, tables.holdout]).map((cells) =>
    takeCells(cells, canonicalOrder(cells)),
  );
  const attacks: (Tried | null)[] = [
    ...singlingOut(train, synthetic, holdout, options.predicates, ctx.random.fork('singling-out')),
  ];
  await checkpoint(ctx.signal);
  attacks.push(await linkability(train, synthetic, holdout, ctx));
  for (const secret of secretsOf(tables.real, train, data.target)) {
    attacks.push(await attributeInference(secret, train, synthetic, holdout, ctx));
  }
  attacks.push(...(await membershipInference(train, synthetic, holdout, forkContext(ctx, 'membership'))));
  const made = attacks.filter((one) => one !== null);
  return decideAttacks(made, options.alpha);
}

function secretsOf(real: Table, { names }: Cells, target: string | undefined): readonly string[] {
  const measured = [...names.coded, ...names.numeric];
  const roles = [...columnsWithRole(real.spec, 'sensitive'), ...columnsWithRole(real.spec, 'target')];
  const named = [...new Set([...roles, ...(target === undefined ? [] : [target])])];
  const secrets = named.filter((name) => measured.includes(name));
  return secrets.length > 0 ? secrets : names.coded.slice(0, MOST_SECRETS);
}
