import { type Context, checkpoint } from '@verisim/core';
import { type Coded, countCells } from './count-cells.ts';
import type { ColumnEstimates } from './estimate-columns.ts';
import { type Groups, sumGroups } from './group-cells.ts';
import { choiceFor, choiceSpend, type Spend } from './ledger.ts';
import type { CodedTable } from './measure-columns.ts';
import type { Noise } from './noise.ts';

/** Two columns, the first with the lower number. */
export type Edge = readonly [number, number];

/** The pairs whose counts are worth measuring. */
export interface ChosenTree {
  readonly edges: readonly Edge[];
  readonly spends: readonly Spend[];
}

/** E|X| of a normal variable of standard deviation 1. */
const MEAN_ABSOLUTE = Math.sqrt(2 / Math.PI);

/**
 * A spanning tree of the columns, one pair after the other by the exponential mechanism, as MST does (McKenna, Miklau & Sheldon 2021):
 * among the pairs that join two parts, the higher the L1 distance between the pair's counts and what independence within the strata would
 * give, the likelier. As in AIM (McKenna et al. 2022) the noise that measuring the pair would bring is taken off.
 * Scores are whole numbers, for the expected counts are rounded, and one row moves one count by 1: their sensitivity is 1.
 */
export async function chooseTree(
  table: CodedTable,
  groups: readonly Coded[],
  cells: readonly Groups[],
  estimates: ColumnEstimates,
  { rho, variance }: { readonly rho: number; readonly variance: number },
  noise: Noise,
  ctx: Context,
): Promise<ChosenTree> {
  const wanted = groups.length - 1;
  if (wanted === 1) return { edges: [[0, 1]], spends: [] };
  const epsilon = choiceFor(rho / wanted);
  const expected = { ...estimates, columns: cells.map((group, i) => sumGroups(estimates.columns[i], group)) };
  const scores = new Map<number, number>();
  for (const [i, j] of pairsOf(groups.length)) {
    if (j === i + 1) await checkpoint(ctx.signal);
    const distance = pairDistance(table, groups, expected, [i, j]);
    const cells = table.strata.size * groups[i].size * groups[j].size;
    scores.set(i * groups.length + j, distance - Math.round(MEAN_ABSOLUTE * Math.sqrt(variance) * cells));
  }
  const part = Int32Array.from({ length: groups.length }, (_, i) => i);
  const edges: Edge[] = [];
  const spends: Spend[] = [];
  while (edges.length < wanted) {
    await checkpoint(ctx.signal);
    const open = pairsOf(groups.length).filter(([i, j]) => part[i] !== part[j]);
    const at = noise.choose(
      open.map(([i, j]) => scores.get(i * groups.length + j) as number),
      epsilon,
    );
    const edge = open[at];
    edges.push(edge);
    const query = `choice ${edges.length} of ${wanted}: ${edge.map((i) => table.names[i]).join(', ')}`;
    spends.push(choiceSpend(query, open.length, epsilon));
    const [kept, joined] = [part[edge[0]], part[edge[1]]];
    for (let i = 0; i < part.length; i++) if (part[i] === joined) part[i] = kept;
  }
  return { edges, spends };
}

function pairsOf(columns: number): readonly Edge[] {
  return Array.from({ length: columns }, (_, i) => i).flatMap((i) =>
    Array.from({ length: columns - i - 1 }, (_, k): Edge => [i, i + k + 1]),
  );
}

/** Sum over cells of |count - expected|, the expected rounded. */
export function pairDistance(
  { strata, rows }: Pick<CodedTable, 'strata' | 'rows'>,
  groups: readonly Coded[],
  estimates: Pick<ColumnEstimates, 'strata' | 'columns'>,
  [i, j]: Edge,
): number {
  const counts = countCells([strata, groups[i], groups[j]], rows);
  let distance = 0;
  let cell = 0;
  for (let s = 0; s < strata.size; s++) {
    const perRow = estimates.strata[s] > 0 ? 1 / estimates.strata[s] : 0;
    for (let a = 0; a < groups[i].size; a++) {
      const expected = estimates.columns[i][s * groups[i].size + a] * perRow;
      for (let b = 0; b < groups[j].size; b++, cell++) {
        distance += Math.abs(counts[cell] - Math.round(expected * estimates.columns[j][s * groups[j].size + b]));
      }
    }
  }
  return distance;
}
