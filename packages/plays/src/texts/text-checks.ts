import { type Context, type Evaluation, measure, takeColumns } from '@verisim/core';
import { fidelity } from '@verisim/evaluator-fidelity';
import { textFeatures, withTextFeatures } from '@verisim/evaluator-utility';
import { type TextsToCheck, textFailures } from './text-failures.ts';

/** What texts measure, and why they are no base for a training set (empty where nothing speaks against them). */
export interface TextChecks extends Evaluation {
  readonly failures: readonly string[];
}

/** Measures the texts of a batch beside real ones, without training a detector, and draws {@link textFailures} from it. `null` for tables without texts to learn from. */
export async function textChecks(
  { real, synthetic, target, narrow }: TextsToCheck,
  ctx: Context,
): Promise<TextChecks | null> {
  const names = textFeatures(real.spec, target);
  if (names.length === 0 || synthetic.rows === 0) return null;
  const known = withTextFeatures(real, target);
  const data = { real: takeColumns(known, names), synthetic: takeColumns(synthetic, names) };
  const options = { charts: false, detector: false };
  const found = await measure(data, [{ evaluator: fidelity, options }], ctx);
  return { ...found, failures: textFailures(found, { real: known, synthetic, target, narrow }) };
}
