import {
  type Column,
  type Comparison,
  type Context,
  checkpoint,
  columnsWithRole,
  forkContext,
  shuffle,
  type Table,
  takeColumns,
} from '@verisim/core';
import { type Attack, decideAttacks, type Tried } from './attack.ts';
import { attributeInference } from './attribute-inference.ts';
import { canonicalOrder, takeCells } from './canonical-order.ts';
import { cellsOf } from './cells.ts';
import { contentOrder } from './column-order.ts';
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
 * ways: each on the training rows and on the holdout, beside guessing. Neither rows nor columns matter by where they stand: columns go by their cells, and rows
 * stand in a random order of their cells, so that among rows as near none is preferred. Secrets are the sensitive columns and the target, else the first coded columns. Empty without a
 * holdout that can be used: an attack without a control says nothing. `onTexts` are attacks made already, see `textMemorisation`. Throws what the
 * evaluator `privacy` throws.
 */
export async function runAttacks(
  data: Comparison,
  options: AttackOptions,
  ctx: Context,
  onTexts: readonly Tried[] = [],
): Promise<readonly Attack[]> {
  const tables = comparedTables(data.real, data.synthetic, data.holdout);
  if (tables.holdout === null) return [];
  const names = contentOrder(tables.real);
  const ordered = [tables.real, tables.synthetic, tables.holdout].map((table) => takeColumns(table, names));
  const [train, synthetic, holdout] = cellsOf(ordered).map((cells, i) =>
    takeCells(cells, shuffle(canonicalOrder(cells), ctx.random.fork(`order ${i}`))),
  );
  const attacks: (Tried | null)[] = [
    ...singlingOut(train, synthetic, holdout, options.predicates, ctx.random.fork('singling-out')),
  ];
  await checkpoint(ctx.signal);
  attacks.push(await linkability(train, synthetic, holdout, ctx));
  for (const secret of secretsOf(tables.real, data.target)) {
    attacks.push(await attributeInference(secret, train, synthetic, holdout, ctx));
  }
  attacks.push(...(await membershipInference(train, synthetic, holdout, forkContext(ctx, 'membership'))));
  const made = [...attacks.filter((one) => one !== null), ...onTexts];
  return decideAttacks(made, options.alpha);
}

function secretsOf({ spec, columns }: Table, target: string | undefined): readonly string[] {
  const names = (wanted: (column: Column) => boolean) =>
    spec.columns.flatMap(({ name }, i) => (wanted(columns[i]) ? [name] : []));
  const measured = names(({ storage }) => storage !== 'text');
  const roles = [...columnsWithRole(spec, 'sensitive'), ...columnsWithRole(spec, 'target')];
  const named = [...new Set([...roles, ...(target === undefined ? [] : [target])])];
  const secrets = named.filter((name) => measured.includes(name));
  return secrets.length > 0 ? secrets : names(({ storage }) => storage === 'coded').slice(0, MOST_SECRETS);
}
