import type { Context } from '@verisim/core';
import { poissonInterval } from '@verisim/statistics';
import { type CombinationCell, cellConditions, searchCells } from './combination-cells.ts';
import type { FoundGap } from './gap-proposal.ts';
import { type PartedColumn, pairCounts } from './parted-columns.ts';
import { RULE_SHARE } from './rare-intersections.ts';
import { judgedFrom } from './slice-balance.ts';

/** Of the levels that could be seen beside another, the share that never are: from here on it looks like a rule. */
const RULE_ZEROS = 1 / 3;

/**
 * Levels that never occur together though chance would have brought them together: P(0 rows) below .05 over all combinations looked at
 * (Bonferroni). A hole in an otherwise filled table is a gap. One that looks like a rule is a question: a level that is never seen
 * beside a third or more of the levels it could be seen with (one column determines the other), or next to never (below 1 % of the rows expected).
 */
export async function missingCombinations(
  columns: readonly PartedColumn[],
  triples: number,
  ctx: Context,
): Promise<readonly FoundGap[]> {
  const levels = columns.filter((column) => column.levels);
  const few = columns.slice(0, triples).filter((column) => column.levels).length;
  const keep = (rows: number, expected: number) => rows < RULE_SHARE * expected;
  const { cells, tried } = await searchCells({ columns: levels, triples: few, leastExpected: 3, keep }, ctx);
  const least = Math.log(tried / 0.05);
  const sure = cells.filter(({ expected }) => expected >= least);
  const seldom = sure.filter((cell) => !sure.some((part) => part !== cell && isPartOf(part, cell)));
  return seldom.map((cell) => missing(cell, cell.rows > 0 || looksLikeRule(cell, least)));
}

/** Whether a pair of parts that is missing explains that a triple is. */
function isPartOf(part: CombinationCell, whole: CombinationCell): boolean {
  return (
    part.columns.length < whole.columns.length &&
    part.columns.every((column, i) => whole.parts[whole.columns.indexOf(column)] === part.parts[i])
  );
}

function looksLikeRule({ columns, parts }: CombinationCell, least: number): boolean {
  if (columns.length > 2) return false;
  return [0, 1].some((own) => {
    const [a, b] = [columns[own], columns[1 - own]];
    const width = b.counts.length;
    const row = pairCounts(a, b).subarray(parts[own] * width, (parts[own] + 1) * width);
    const expected = b.counts.map((count) => (count * a.counts[parts[own]]) / a.codes.length);
    const likely = [...row.keys()].filter((k) => expected[k] >= least);
    return likely.filter((k) => row[k] < RULE_SHARE * expected[k]).length >= RULE_ZEROS * likely.length;
  });
}

function missing(cell: CombinationCell, rule: boolean): FoundGap {
  const expected = Math.round(cell.expected);
  const count = { name: 'rows', value: cell.rows, ...poissonInterval(cell.rows), elsewhere: cell.expected };
  const said = `none where ${expected.toLocaleString('en-US')} would be expected by chance`;
  const next = cell.rows === 0 ? said : `where ${expected.toLocaleString('en-US')} would be expected by chance`;
  return {
    kind: rule ? 'perhaps-impossible' : 'missing-combination',
    where: cellConditions(cell),
    rows: cell.rows,
    balance: rule
      ? []
      : [
          { rows: expected, to: `the ${expected.toLocaleString('en-US')} rows expected by chance` },
          { rows: judgedFrom.rows, to: `${judgedFrom.rows} rows, the least to be judged` },
        ],
    evidence: [count],
    pAdjusted: null,
    worse: false,
    why: rule
      ? `${next}: perhaps impossible, or can it be?`
      : `${next} (95 % of such samples hold ${Math.ceil(count.high)} at most); the model has never seen one`,
    harm: cell.expected,
  };
}
