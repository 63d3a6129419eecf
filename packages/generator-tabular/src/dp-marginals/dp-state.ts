import type { ModelState, TableSpec } from '@verisim/core';
import { badState } from '../errors.ts';
import { modelState, type StateArrays } from '../model-state.ts';
import type { CellColumn } from './cells.ts';
import type { DpModel } from './dp-model.ts';
import type { PrivacyAccount } from './ledger.ts';

/** How the generator signs its states. */
export const DP_NAME = 'dp-marginals';
export const DP_VERSION = '0.1.0';

/** What of a model is JSON. */
interface SavedModel {
  readonly schema: TableSpec;
  readonly columns: readonly CellColumn[];
  readonly target: CellColumn | null;
  readonly alive: readonly number[];
  readonly nodes: readonly { readonly column: number; readonly parent: number; readonly groups: number }[];
  readonly account: PrivacyAccount;
}

/** Declarations and noisy counts: nothing that the promise does not cover. */
export function saveDpModel({ schema, columns, target, tree, account }: DpModel): ModelState {
  const arrays: StateArrays = { strata: tree.strata };
  const nodes = tree.nodes.map(({ column, parent, groups, groupOf, cells, given }, i) => {
    Object.assign(arrays, { [`groups${i}`]: groupOf, [`cells${i}`]: cells, [`given${i}`]: given });
    return { column, parent, groups };
  });
  const bare = (one: CellColumn): CellColumn => ({ ...one, spec: schema.columns[one.column] });
  const saved: SavedModel = {
    schema,
    columns: columns.map(bare),
    target: target && bare(target),
    alive: tree.alive,
    nodes,
    account,
  };
  return modelState(DP_NAME, DP_VERSION, saved, arrays);
}

/** The model of {@link saveDpModel}. Throws `generator-tabular/bad-state`. */
export function loadDpModel({ generator, version, json, arrays }: ModelState): DpModel {
  if (generator !== DP_NAME || version !== DP_VERSION)
    throw badState(`${DP_NAME} ${DP_VERSION}`, `${generator} ${version}`);
  const { schema, columns, target, alive, nodes, account } = json as unknown as SavedModel;
  const tree = {
    alive,
    strata: arrays.strata as Float64Array,
    nodes: nodes.map((node, i) => ({
      ...node,
      groupOf: arrays[`groups${i}`] as Int32Array,
      cells: arrays[`cells${i}`] as Float64Array,
      given: arrays[`given${i}`] as Float64Array,
    })),
  };
  return { schema, columns, target, tree, account };
}
