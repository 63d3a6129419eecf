import { columnKinds, type Generator, type Model, type Table, targetOf } from '@verisim/core';
import { BLOCK_ROWS } from '../draw-ids.ts';
import { emptyTable } from '../errors.ts';
import type { CellColumn } from './cells.ts';
import { codeCells } from './code-cells.ts';
import { declareCells, declaredSchema, isModelled } from './declare-cells.ts';
import { asModel, type DpModel } from './dp-model.ts';
import { DP_NAME, DP_VERSION, loadDpModel, saveDpModel } from './dp-state.ts';
import { fitTree } from './fit-tree.ts';
import type { PrivacyAccount, Spend } from './ledger.ts';
import type { CodedTable } from './measure-columns.ts';
import { exactNoise, type Noise } from './noise.ts';
import { type DpMarginalsOptions, dpMarginalsOptions } from './options.ts';
import { systemBits } from './random-bits.ts';
import { rhoFor } from './zero-concentrated.ts';

/** A target with at most so many cells makes the strata within which everything is counted. */
const MOST_STRATA = 12;

/** Of the budget that is spent: what rounding adds to the parts of it must not overspend the whole. */
const NEARLY = 1 - 2 ** -43;

/**
 * Rows from noisy counts of columns and pairs, in the manner of MST (McKenna, Miklau & Sheldon 2021): a differentially private generator.
 *
 * The promise: whatever the data, adding or removing any one row changes the probability of any model, and so of any rows drawn from it, by
 * a factor of exp(epsilon) at most, but for a part of delta. Why: data is looked at by `countCells` alone. Each noisy count and each choice has
 * sensitivity 1 and costs rho as the ledger says (discrete Gaussian: Canonne, Kamath & Steinke 2020, Theorem 4; exponential mechanism: Cesar
 * & Rogers 2021); costs add up (Bun & Steinke 2016, Lemma 1.7) to the rho that (epsilon, delta) buys; all else follows from options, schema and
 * noisy answers, which is post-processing. Noise is exact, from the system's cryptographic generator.
 *
 * Not covered: names, kinds and roles of columns, formats of dates, the options, and how long fitting takes. A person with k rows has k times the
 * epsilon and more. Fitting is not reproducible, by design; drawing from a fitted model is.
 */
export const dpMarginals: Generator<DpMarginalsOptions, 'data'> = dpMarginalsWith({ noise: exactNoise(systemBits()) });

/** The same with noise from elsewhere: for tests, which need to know it. Noise that can be guessed protects nobody. */
export function dpMarginalsWith({ noise }: { readonly noise: Noise }): Generator<DpMarginalsOptions, 'data'> {
  return {
    kind: 'generator',
    api: 1,
    name: DP_NAME,
    version: DP_VERSION,
    summary: 'Noisy low-order marginals joined in a tree: differentially private rows',
    family: 'model',
    options: dpMarginalsOptions,
    needs: 'data',
    traits: { reproducible: false, memorises: false, conditional: true, blockRows: BLOCK_ROWS, private: true },
    async fit(data, options, ctx) {
      if (data.columns.length === 0) throw emptyTable(DP_NAME);
      const modelled = declareCells(data, options);
      const { columns, target } = strataOf(data, modelled);
      const coded = codeTable(data, columns, target);
      const rho = columns.length === 0 ? 0 : rhoFor(options.epsilon, options.delta);
      const doubtful = target?.cells.doubtful ?? [];
      const { tree, spends } = await fitTree(coded, columns, doubtful, rho * NEARLY, noise, ctx);
      const account = accountOf(options, rho, spends);
      const left = data.spec.columns.filter((spec) => !isModelled(spec) && !columnKinds[spec.kind].identifies);
      if (left.length > 0)
        ctx.note(
          'not-modelled',
          left.map(({ name }) => name),
        );
      ctx.note('differential-privacy', account);
      const model: DpModel = { schema: declaredSchema(data.spec, modelled), columns, target, tree, account };
      return toModel(model);
    },
    load: (state) => toModel(loadDpModel(state)),
  };
}

const toModel = (model: DpModel): Model => asModel(model, () => saveDpModel(model));

/** The target apart from the others, where it is modelled, has few cells, and is not alone. */
function strataOf(
  { spec }: Table,
  modelled: readonly CellColumn[],
): { readonly columns: readonly CellColumn[]; readonly target: CellColumn | null } {
  const name = spec.columns.some(({ role }) => role === 'target') ? targetOf(spec) : null;
  const target = modelled.find((one) => one.spec.name === name) ?? null;
  const strata =
    target !== null && modelled.length > 1 && target.cells.storage === 'coded' && target.cells.size <= MOST_STRATA;
  return strata ? { columns: modelled.filter((one) => one !== target), target } : { columns: modelled, target: null };
}

function codeTable({ columns, rows }: Table, modelled: readonly CellColumn[], target: CellColumn | null): CodedTable {
  const code = ({ column, cells }: CellColumn) => ({ codes: codeCells(cells, columns[column]), size: cells.size });
  return {
    rows,
    strata: target === null ? { codes: new Int32Array(rows), size: 1 } : code(target),
    columns: modelled.map(code),
    names: modelled.map(({ spec }) => spec.name),
    target: target?.spec.name ?? null,
  };
}

function accountOf({ epsilon, delta }: DpMarginalsOptions, rho: number, ledger: readonly Spend[]): PrivacyAccount {
  return {
    epsilon,
    delta,
    rho,
    unit: 'row',
    neighbours: 'add or remove one row',
    mechanism:
      'discrete Gaussian on marginal counts, exponential mechanism on pairs; zCDP, converted by Canonne, Kamath & Steinke (2020)',
    noise: 'exact integer sampling from crypto.getRandomValues',
    library: `@verisim/generator-tabular, ${DP_NAME} ${DP_VERSION}`,
    ledger,
  };
}
