import { type Context, checkpoint } from '@verisim/core';
import { buildTree } from './build-tree.ts';
import type { CellColumn } from './cells.ts';
import { chooseTree, type Edge } from './choose-tree.ts';
import { type Coded, countCells } from './count-cells.ts';
import { estimateColumns } from './estimate-columns.ts';
import { groupCells } from './group-cells.ts';
import { gaussianSpend, type Spend, varianceFor } from './ledger.ts';
import { addNoise, type CodedTable, measureColumns, queryOf } from './measure-columns.ts';
import type { Noise } from './noise.ts';
import type { TreeDistribution } from './tree-distribution.ts';

/** The part of the budget that goes into choosing pairs (AIM: a tenth); the rest is halved between columns and pairs. */
const CHOOSING = 0.1;
/** Groups of a column in a pair, at most. */
const MOST_GROUPS = 32;
/** The noise of a pair's counts may add up to this part of the rows. */
const NOISE_SHARE = 0.5;

/** What was learned, and what it cost. */
export interface FittedTree {
  readonly tree: TreeDistribution;
  readonly spends: readonly Spend[];
}

/**
 * Select, measure, generate (McKenna, Miklau & Sheldon 2021), every count taken within the strata of the target: columns, then the choice of a
 * spanning tree, then its pairs. What is done with the noisy answers is post-processing. Spends `rho` exactly.
 */
export async function fitTree(
  table: CodedTable,
  columns: readonly CellColumn[],
  doubtfulStrata: readonly number[],
  rho: number,
  noise: Noise,
  ctx: Context,
): Promise<FittedTree> {
  if (columns.length === 0) return { tree: { alive: [0], strata: Float64Array.of(1), nodes: [] }, spends: [] };
  const edges = columns.length - 1;
  const choosing = edges > 1 ? rho * CHOOSING : 0;
  const pairs = edges > 0 ? (rho - choosing) / 2 : 0;
  const measured = await measureColumns(table, rho - choosing - pairs, noise, ctx);
  const estimates = estimateColumns(measured, columns, doubtfulStrata);
  ctx.progress({ done: columns.length, total: columns.length + edges, note: 'marginals' });
  const variance = varianceFor(pairs / edges);
  const most = edges === 0 ? 1 : groupsFor(estimates.total / estimates.alive.length, variance);
  const groups = columns.map(({ cells }, i) => groupCells(cells, estimates.columns[i], most));
  if (edges === 0) return { tree: buildTree(groups, estimates, [], []), spends: measured.spends };
  const coded = groups.map(({ of, size }, i): Coded => ({ codes: table.columns[i].codes.map((c) => of[c]), size }));
  const living = { ...table, strata: liveStrata(table.strata, estimates.alive) };
  const chosen = await chooseTree(living, coded, groups, estimates, { rho: choosing, variance }, noise, ctx);
  const pair = await measurePairs(living, coded, chosen.edges, variance, noise, ctx);
  const tree = buildTree(groups, estimates, chosen.edges, pair.counts);
  return { tree, spends: [...measured.spends, ...chosen.spends, ...pair.spends] };
}

async function measurePairs(
  table: CodedTable,
  groups: readonly Coded[],
  edges: readonly Edge[],
  variance: number,
  noise: Noise,
  ctx: Context,
): Promise<{ readonly counts: readonly Float64Array[]; readonly spends: readonly Spend[] }> {
  const counts: Float64Array[] = [];
  const spends: Spend[] = [];
  const total = groups.length + edges.length;
  for (const [i, edge] of edges.entries()) {
    await checkpoint(ctx.signal);
    const exact = countCells([table.strata, ...edge.map((column) => groups[column])], table.rows);
    counts.push(addNoise(exact, noise, variance));
    spends.push(gaussianSpend(queryOf(table, edge), exact.length, variance));
    ctx.progress({ done: groups.length + i + 1, total, note: 'marginals' });
  }
  return { counts, spends };
}

/** So many groups that the expected noise of a pair, E|X| of each cell, stays below half of a stratum's rows. */
function groupsFor(rows: number, variance: number): number {
  const cells = (NOISE_SHARE * rows) / Math.sqrt((2 / Math.PI) * variance);
  return Math.max(2, Math.min(MOST_GROUPS, Math.floor(Math.sqrt(cells))));
}

/** Strata that the noisy counts show to be empty are left out of every further count. */
function liveStrata({ codes }: Coded, alive: readonly number[]): Coded {
  const place = new Map(alive.map((s, at) => [s, at]));
  return { codes: codes.map((s) => place.get(s) ?? -1), size: alive.length };
}
