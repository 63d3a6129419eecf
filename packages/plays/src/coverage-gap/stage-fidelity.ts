import { type Context, type Evaluation, forkContext, measure, type Stage, takeRows } from '@verisim/core';
import { fidelity } from '@verisim/evaluator-fidelity';
import { withTextFeatures } from '@verisim/evaluator-utility';
import { drawChecked } from '../draw/draw-checked.ts';
import { keptJson, noUnits } from '../kept-units.ts';
import { textFailures } from '../texts/text-failures.ts';
import { addSection, type CoverageGapState, failedCheck, learnsFromRows, sourceOf } from './coverage-gap-state.ts';
import { drawInShares } from './draw-in-shares.ts';
import { madeClasses } from './made-classes.ts';
import { ofAnyClass } from './of-any-class.ts';

/** How far below two halves of the real data a generator may fall before the play stops. */
const TOLERANCE = 0.05;
const GATED = ['column-shapes', 'pair-trends-shared-bins'] as const;

/** Checks margins and dependence of a full-size synthetic set against the training part. */
export const stageFidelity: Stage<CoverageGapState> = {
  name: 'fidelity',
  title: 'Check margins, correlations and coverage',
  async run(state, ctx) {
    const { rows, texts, ...found } = await keptJson(state.units ?? noUnits, 'fidelity', () => measured(state, ctx));
    const tables = GATED.flatMap((metric) => {
      const measured = found.measurements.find((candidate) => candidate.metric === metric && !candidate.where.column);
      const reference = measured?.reference?.['two halves of the real data'];
      if (measured?.value == null || reference === undefined || measured.value >= reference - TOLERANCE) return [];
      return [`${metric} is ${measured.value.toFixed(4)}, two halves of the real data reach ${reference.toFixed(4)}`];
    });
    const failures = [...tables, ...texts];
    const notLearned = learnsFromRows(state) ? '' : NOT_LEARNED;
    const hasTexts = found.measurements.some(({ metric }) => metric.startsWith('text-'));
    const judged = hasTexts && learnsFromRows(state) ? TEXTS_TOO : '';
    const title = 'Fidelity: margins, correlations, coverage';
    const text = [
      `${rows.toLocaleString('en-US')} synthetic rows against the training part. The check: ` +
        `${GATED.join(' and ')} at most ${TOLERANCE} below what two halves of the real data reach${judged}.${notLearned} ` +
        (failures.length === 0 ? 'Passed.' : `Failed: ${failures.join('; ')}.`),
    ];
    const sections = addSection(state, { title, text, ...found });
    if (failures.length === 0) return { sections };
    return { sections, ...failedCheck(state, `The fidelity check failed: ${failures.join('; ')}.`) };
  },
};

const TEXTS_TOO = '; texts as varied and as long as real ones, without words that give the label away';

const NOT_LEARNED =
  ' The generator learned from no rows: classes were drawn in their real shares, and of its texts those of the gap are what counts, which the small batch showed.';

/** What was measured, of how many rows, and why the texts among them fail. */
type Measured = Evaluation & { readonly rows: number; readonly texts: readonly string[] };

async function measured(state: CoverageGapState, ctx: Context): Promise<Measured> {
  const { target } = state.plan;
  const { made, others } = madeClasses(state.model!, state.train.table, target);
  // Rules for one class are like the real rows of that class.
  const table = others.length === 0 ? state.train.table : takeRows(state.train.table, made);
  const own = forkContext(ctx, 'draw');
  const synthetic = learnsFromRows(state)
    ? (await drawChecked(sourceOf(state), { rows: table.rows, ...ofAnyClass(table, target) }, own)).tracked.table
    : await drawInShares(sourceOf(state), table, target, own);
  const data = { real: withTextFeatures(table, target), synthetic };
  const found = await measure(data, [{ evaluator: fidelity }], forkContext(ctx, 'measure'));
  const texts = learnsFromRows(state) ? textFailures(found, { ...data, target }) : [];
  return { ...found, rows: data.synthetic.rows, texts };
}
