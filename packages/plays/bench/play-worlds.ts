import {
  type Condition,
  createContext,
  createRandom,
  type Generator,
  type Json,
  type Random,
  realLineage,
  rowsWhere,
  type Table,
  type TableSpec,
  takeRows,
  trackedTable,
} from '@verisim/core';
import { boostedTrees, type LiftEvidence } from '@verisim/evaluator-utility';
import { judgeCoverageGap, makePlan, prepareCoverageGap } from '@verisim/plays';
import { z } from 'zod';
import { drawRow, lines, type Process, plain, squares, type WorldRow, worldTable } from './play-world-rows.ts';

/** A kind of world in which the right decision of a whole play is known. */
export interface PlayWorld {
  readonly name: string;
  readonly process: Process;
  readonly real: number;
  readonly holdout: number;
  readonly where: readonly Condition[];
  /** What the generator does to rows that it makes for the gap; nothing when left out: it knows the true process. */
  readonly spoil?: (row: WorldRow, random: Random) => WorldRow;
  readonly right: string;
}

const ABROAD: readonly Condition[] = [{ column: 'region', in: ['abroad'] }];
const YES: readonly Condition[] = [{ column: 'outcome', in: ['yes'] }];
const slice = { process: lines, real: 700, holdout: 6000, where: ABROAD } as const;
const rare = { process: squares, real: 800, holdout: 4000, where: YES } as const;

/** The worlds of the promise, threshold .02. */
export const playWorlds: readonly PlayWorld[] = [
  { ...slice, name: 'slice, outside knowledge', right: 'use' },
  { ...rare, name: 'class, outside knowledge', right: 'use' },
  { ...slice, name: 'no gap in a slice', process: plain, real: 2000, holdout: 6000, right: 'real data suffices' },
  { ...rare, name: 'no gap in a class', process: plain, real: 1500, right: 'real data suffices' },
  {
    ...slice,
    name: 'off the distribution, slice',
    spoil: (row) => ({ ...row, yes: !row.yes }),
    right: 'do not use',
  },
  {
    ...rare,
    name: 'off the distribution, class',
    spoil: (row, random) => ({ ...drawRow(random, plain), yes: row.yes }),
    right: 'do not use',
  },
  {
    ...slice,
    name: 'helps the slice, hurts the west',
    where: [{ column: 'region', in: ['abroad', 'west'] }],
    holdout: 20_000,
    spoil: (row) => (row.region === 3 ? { ...row, yes: !row.yes } : row),
    right: 'do not use',
  },
];

/** What a play came to in one world. */
export interface WorldPlay {
  readonly decision: string;
  readonly reason: string;
  readonly stopped: string | null;
  readonly evidence: LiftEvidence | null;
}

/** Runs a whole play in one world: every stage, one opening, the decision. */
export async function playIn(world: PlayWorld, seed: number): Promise<WorldPlay> {
  const random = createRandom(`${world.name}:${seed}`);
  const rows = (count: number, label: string) => drawTable(count, world.process, random.fork(label));
  const real = rows(world.real, 'real');
  const plan = makePlan({
    gap: `Too few rows where ${world.where.map(({ column }) => column).join(' and ')} is as it should be.`,
    target: 'outcome',
    where: world.where,
    metric: 'roc-auc',
    threshold: 0.02,
    ratios: [0, 0.5, 0.75, 0.9],
    folds: 3,
    seeds: 2,
    batchRows: 20,
  });
  const parts = {
    plan,
    train: trackedTable(real, realLineage(real.rows, 'world')),
    generator: knowing(world),
    learner: boostedTrees({ rounds: 100, leaves: 10 }),
    run: 'r',
  };
  const ctx = createContext({ seed });
  const prepared = await prepareCoverageGap(parts, ctx);
  const { verdict, evidence } = await judgeCoverageGap(prepared, async () => rows(world.holdout, 'holdout'), ctx);
  return { decision: verdict.decision, reason: verdict.reason, stopped: prepared.stopped ?? null, evidence };
}

function drawTable(rows: number, process: Process, random: Random): Table {
  return worldTable(Array.from({ length: rows }, () => drawRow(random, process)));
}

/** A generator that knows the true process, and spoils what it is asked for where the world says so. */
function knowing({ process, spoil }: PlayWorld): Generator<unknown, 'data'> {
  const model = (schema: TableSpec) => ({
    schema,
    sample: ({ rows, where = [] }: { rows: number; where?: readonly Condition[] }, { random }: { random: Random }) =>
      where.length === 0 ? drawTable(rows, process, random) : meeting(rows, where, random),
    save: () => ({ generator: 'knowing', version: '1', json: schema as unknown as Json, arrays: {} }),
  });
  const meeting = (rows: number, where: readonly Condition[], random: Random): Table => {
    const found: WorldRow[] = [];
    while (found.length < rows) {
      const drawn = Array.from({ length: 4 * rows }, () => drawRow(random, process));
      for (const at of rowsWhere(worldTable(drawn), where)) found.push(drawn[at]);
    }
    const spoiled = spoil ? found.map((row) => spoil(row, random)) : found;
    return takeRows(
      worldTable(spoiled),
      Array.from({ length: rows }, (_, i) => i),
    );
  };
  return {
    kind: 'generator',
    api: 1,
    name: 'knowing',
    version: '1',
    summary: 'knows the true process',
    family: 'simulation',
    options: z.strictObject({}) as unknown as z.ZodType<unknown>,
    needs: 'data',
    traits: { reproducible: true, memorises: false, conditional: true, blockRows: 65_536 },
    fit: ({ spec }: Table) => model(spec),
    load: ({ json }) => model(json as unknown as TableSpec),
  };
}
