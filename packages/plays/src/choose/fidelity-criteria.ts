import { type Context, type Measurement, measure, type Table, takeColumns } from '@verisim/core';
import { fidelity } from '@verisim/evaluator-fidelity';
import type { CriterionName } from './choice-account.ts';
import { type Criteria, type CriteriaRequest, type Criterion, leastRows, notJudged } from './criterion.ts';

const NAMES: readonly CriterionName[] = ['column shapes', 'pair trends'];

/** Where real halves differ by more, a limit that allows for it refuses nothing. */
const MOST_BETWEEN_HALVES = 0.2;

/** What the fidelity evaluator measures: the mean, and what it is the mean of. */
const METRICS = {
  'column shapes': ['column-shapes', 'column-shape'],
  // Each table cut on its own range would let one rare extreme decide.
  'pair trends': ['pair-trends-shared-bins', 'pair-trend-shared-bins'],
} as const;

/** Column shapes and pair trends against the validation part, beside those of the real rows that the rungs are fitted to. */
export async function fidelityCriteria(request: CriteriaRequest, ctx: Context): Promise<Criteria> {
  const { fit, validation, terms, compared } = request;
  if (validation.rows < leastRows.fidelity)
    return notJudged(NAMES, `${validation.rows} validation rows, fewer than ${leastRows.fidelity}`);
  if (compared.length === 0) return notJudged(NAMES, 'every column is an id, free text or ignored');
  const known = takeColumns(validation, compared);
  const measured = (rows: Table, own: Context) => measureFidelity(known, takeColumns(rows, compared), own);
  const real = await measured(fit, ctx);
  const criteria: Criterion[] = [];
  const skipped = [];
  for (const name of ['column shapes', 'pair trends'] as const) {
    const score = meanOf(real, METRICS[name][0]);
    if (score === null) {
      const why = name === 'pair trends' ? 'no two columns that both vary' : 'no column holds values in both halves';
      skipped.push({ criterion: name, why });
      continue;
    }
    const reference = 1 - score;
    if (reference > MOST_BETWEEN_HALVES) {
      const why = `two halves of the real rows are ${(100 * reference).toFixed(0)} % apart themselves`;
      skipped.push({ criterion: name, why });
      continue;
    }
    const limit = terms.errorFactor * reference + terms.errorSlack;
    const metric = name === 'pair trends' ? 'pair-trend-error' : 'column-shape-error';
    const reach = async (synthetic: Table, own: Context) => {
      const found = await measured(synthetic, own);
      const mean = meanOf(found, METRICS[name][0]);
      return { value: mean === null ? null : 1 - mean, low: null, high: null, worst: worstOf(found, METRICS[name][1]) };
    };
    criteria.push({ criterion: name, metric, better: 'lower', reference, limit, measure: reach });
  }
  return { criteria, notJudged: skipped };
}

async function measureFidelity(real: Table, synthetic: Table, ctx: Context): Promise<readonly Measurement[]> {
  const options = { charts: false, references: false, detector: false, detail: false };
  return (await measure({ real, synthetic }, [{ evaluator: fidelity, options }], ctx)).measurements;
}

function meanOf(found: readonly Measurement[], metric: string): number | null {
  return found.find((one) => one.metric === metric)?.value ?? null;
}

/** The column or pair that is farthest off. */
function worstOf(found: readonly Measurement[], metric: string): string {
  let worst: Measurement | null = null;
  for (const one of found) {
    if (one.metric === metric && one.value !== null && one.value < (worst?.value ?? 1)) worst = one;
  }
  if (worst === null) return '';
  const { column, columns = [column] } = worst.where;
  return `${columns.map((name) => `"${name}"`).join(' and ')} (${(100 * (1 - (worst.value ?? 1))).toFixed(1)} %)`;
}
