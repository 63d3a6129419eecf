import type { ColumnTest } from '@verisim/core';
import { type AllowedNumbers, allowedNumbers, type Between } from './allowed-numbers.ts';
import type { TreeColumn } from './tree-model.ts';

/** A column under a condition. Every node of its tree holds the allowed part of its training rows' codes, each its own copy. */
export interface RestrictedColumn extends Pick<TreeColumn, 'column' | 'codes' | 'decoder' | 'windows'> {
  /** Nodes as leaves of their own: node `n` owns `codes[start[n] ... end[n])`. */
  readonly tree: { readonly feature: Int32Array; readonly start: Int32Array; readonly end: Int32Array };
  /** Per node: the share of its training rows that is allowed. */
  readonly share: Float64Array;
  /**
   * Per node: the same, but where nothing is allowed that of its parent, for which each training row of the node counts against one
   * (additive smoothing towards the parent).
   */
  readonly softened: Float64Array;
  /** Per node: itself, or the nearest node above it in which something is allowed. */
  readonly nearest: Int32Array;
  readonly between: Between | null;
}

/** A column of the model under a condition; `null` when no cell of it can meet the condition. */
export function restrictColumn(column: TreeColumn, test: ColumnTest): RestrictedColumn | null {
  const { decoder, windows } = column;
  const allowed = windows === null ? allowedLevels(column, test) : allowedNumbers(decoder, windows, test);
  if (allowed === null) return null;
  const before = new Int32Array(column.codes.length + 1);
  column.codes.forEach((code, i) => {
    before[i + 1] = before[i] + allowed.codes[code];
  });
  if (before[column.codes.length] === 0) return null;
  return {
    column: column.column,
    decoder,
    windows: allowed.windows,
    between: allowed.between,
    ...restrictNodes(column, allowed.codes, before),
  };
}

function allowedLevels({ decoder }: TreeColumn, test: ColumnTest): Omit<AllowedNumbers, 'windows'> & { windows: null } {
  const may = (code: number) => (code === 0 ? test.missing : test.present && test.codes?.[code - 1] === 1);
  return { codes: Uint8Array.from(decoder.table.counts, (_, code) => Number(may(code))), windows: null, between: null };
}

/** @param before how many of the codes ahead of a place are allowed */
function restrictNodes({ tree, codes: all }: TreeColumn, allowed: Uint8Array, before: Int32Array) {
  const held = tree.start.map((from, node) => before[tree.end[node]] - before[from]);
  const end = new Int32Array(held.length);
  for (let node = 0; node < end.length; node++) end[node] = (end[node - 1] ?? 0) + held[node];
  const start = end.map((to, node) => to - held[node]);
  const codes = new Int32Array(end[end.length - 1]);
  for (let node = 0, at = 0; node < end.length; node++) {
    for (let i = tree.start[node]; i < tree.end[node]; i++) if (allowed[all[i]] === 1) codes[at++] = all[i];
  }
  const size = (node: number) => tree.end[node] - tree.start[node];
  const share = Float64Array.from(held, (count, node) => count / size(node));
  const softened = share.slice();
  const nearest = Int32Array.from(start.keys());
  for (let node = 0; node < start.length; node++) {
    if (tree.feature[node] < 0) continue;
    for (const child of [tree.left[node], tree.left[node] + 1]) {
      if (share[child] > 0) continue;
      softened[child] = softened[node] / (size(child) + 1);
      nearest[child] = nearest[node];
    }
  }
  return { codes, tree: { feature: new Int32Array(start.length).fill(-1), start, end }, share, softened, nearest };
}
