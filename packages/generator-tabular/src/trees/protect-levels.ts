import { type Context, columnKinds, type Random, type TableSpec } from '@verisim/core';
import type { Tree } from '@verisim/decision-trees';
import type { CodedValues } from '../value-table.ts';

/** Above this share of protected rows a column would lose too much: it is left as it is, and that is reported. */
const MOST_PROTECTED = 0.5;

/**
 * Marks the levels of a coded column that occur in fewer than `rare` rows: their rows teach, but the levels are not emitted. A column of
 * which they make up more than half (nearly an identifier, or a table of a few rows) is left as it is; see {@link noteProtected}.
 */
export function protectLevels(values: CodedValues | null, rare: number): CodedValues | null {
  if (values === null || values.table.values !== null || rare <= 1) return values;
  const { counts } = values.table;
  const present = counts.subarray(1).reduce((sum, count) => sum + count, 0);
  let rareRows = 0;
  for (let code = 1; code < counts.length; code++) if (counts[code] < rare) rareRows += counts[code];
  if (rareRows === 0) return values;
  if (rareRows > MOST_PROTECTED * present) return { ...values, unprotected: rareRows };
  const emitted = Uint8Array.from(counts, (count, code) => (code === 0 || count >= rare ? 1 : 0));
  return { ...values, emitted };
}

/**
 * Replaces protected codes in a tree's leaves by codes of the same leaf that may be emitted, drawn evenly; of the whole column where a
 * leaf has none.
 */
export function replaceProtected(codes: Int32Array, tree: Tree, { emitted }: CodedValues, random: Random): void {
  if (!emitted) return;
  const everywhere = codes.filter((code) => code > 0 && emitted[code] === 1);
  for (let leaf = 0; leaf < tree.feature.length; leaf++) {
    if (tree.feature[leaf] >= 0) continue;
    const own = codes.subarray(tree.start[leaf], tree.end[leaf]);
    if (own.every((code) => emitted[code] === 1)) continue;
    const allowed = own.filter((code) => code > 0 && emitted[code] === 1);
    const from = allowed.length > 0 ? allowed : everywhere;
    for (let i = 0; i < own.length; i++) {
      if (emitted[own[i]] === 0) own[i] = from[random.int(0, from.length)];
    }
  }
}

/** Notes `protected-levels` and `unprotected-levels`: by column, how many rows bore levels that are not, or are after all, emitted. */
export function noteProtected(spec: TableSpec, coded: readonly (CodedValues | null)[], ctx: Context): void {
  const hidden: Record<string, { levels: number; rows: number }> = {};
  const shown: Record<string, { rows: number }> = {};
  coded.forEach((values, i) => {
    const { name, kind } = spec.columns[i];
    if (values === null || columnKinds[kind].storage !== 'coded') return;
    const { emitted, table, unprotected } = values;
    if (unprotected) Object.defineProperty(shown, name, { value: { rows: unprotected }, enumerable: true });
    if (!emitted) return;
    let [levels, rows] = [0, 0];
    emitted.forEach((may, code) => {
      if (may === 1 || table.counts[code] === 0) return;
      levels++;
      rows += table.counts[code];
    });
    Object.defineProperty(hidden, name, { value: { levels, rows }, enumerable: true });
  });
  if (Object.keys(hidden).length > 0) ctx.note('protected-levels', hidden);
  if (Object.keys(shown).length > 0) ctx.note('unprotected-levels', shown);
}
