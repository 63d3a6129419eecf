import { rowFingerprints, type Table, type TrackedTable, takeColumns, takeTrackedRows } from '@verisim/core';
import { featureNames } from '@verisim/evaluator-utility';
import type { DistillState, TeacherYield } from './distill-state.ts';

/**
 * The labelled rows without those that the opened holdout holds: fingerprints guard near-unique rows alone, and a small table has none. By the features
 * (or the key), one item for each test row. Nothing is chosen here, and no label of a test row is looked at.
 */
export function withoutLocked(
  { pool, plan, keys, labelled, yield: found }: DistillState,
  holdout: Table,
): { readonly labelled: TrackedTable; readonly yield: TeacherYield } {
  const names = keys ?? featureNames(holdout.spec, plan.target);
  const left = new Map<string, number>();
  for (const key of keysOf(holdout, names)) left.set(key, (left.get(key) ?? 0) + 1);
  const locked = new Set<number>();
  for (const [row, key] of keysOf(pool, names).entries()) {
    const times = left.get(key) ?? 0;
    if (times === 0) continue;
    left.set(key, times - 1);
    locked.add(row);
  }
  const { kept } = found!;
  const places = Int32Array.from(kept.keys()).filter((at) => !locked.has(kept[at]));
  return {
    labelled: takeTrackedRows(labelled!, places),
    yield: { ...found!, kept: places.map((at) => kept[at]), locked: Math.max(found!.locked, locked.size) },
  };
}

const NO_KEY = new Uint8Array(32);

function keysOf(table: Table, names: readonly string[]): readonly string[] {
  return rowFingerprints(takeColumns(table, names), names, NO_KEY);
}
