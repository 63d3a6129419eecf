import {
  type Condition,
  type Context,
  check,
  concatTables,
  type DrawnBlock,
  type Fingerprints,
  type Generator,
  keptRows,
  type Lineage,
  type Model,
  type RowFinding,
  sample,
  sharedLineage,
  type Table,
  type TrackedTable,
  takeRows,
  trackedTable,
} from '@verisim/core';
import { tableValidators } from '@verisim/validator-table';

/** Where rows come from and what they are held against. */
export interface RowSource {
  readonly generator: Generator<unknown, 'data'>;
  readonly model: Model;
  readonly train: Table;
  readonly fingerprints?: Fingerprints;
  /** Goes into the lineage. */
  readonly run: string;
}

/** What to draw. */
export interface DrawRequest {
  readonly rows: number;
  readonly where?: readonly Condition[];
  readonly draw?: (block: number, rows: number) => Promise<DrawnBlock>;
  readonly concurrency?: number;
}

/** Rows that passed every check, with an account of those that did not. */
export interface CheckedDraw {
  readonly tracked: TrackedTable;
  readonly requested: number;
  /** Rows asked for and not had. */
  readonly shortfall: number;
  /** Share of generated rows that met the conditions. */
  readonly acceptance: number;
  /** Rows that a check dropped and that were drawn again. */
  readonly dropped: number;
  /** What the checks said of the first round; later rounds only refill. */
  readonly findings: readonly RowFinding[];
}

/** Rounds of refilling after the first draw. A generator whose rows keep being dropped ends with a shortfall. */
const REFILLS = 8;

/**
 * Draws rows, drops those that a check refuses (copies of training rows, holdout collisions, rows off the schema), and draws
 * again from the blocks that follow until the number is reached. Depends on the model and `ctx.random` alone.
 */
export async function drawChecked(source: RowSource, request: DrawRequest, ctx: Context): Promise<CheckedDraw> {
  const evidence = { train: asModelled(source), holdout: source.fingerprints };
  const parts: TrackedTable[] = [];
  let findings: readonly RowFinding[] = [];
  let have = 0;
  let dropped = 0;
  let generated = 0;
  let met = 0;
  let firstBlock = 0;
  for (let round = 0; round <= REFILLS && have < request.rows; round++) {
    const missing = request.rows - have;
    const rows = round === 0 ? missing : Math.ceil(missing * 1.2) + 8;
    const drawn = await sample(source.generator, source.model, { ...request, rows, firstBlock }, ctx);
    generated += drawn.acceptance > 0 ? drawn.table.rows / drawn.acceptance : rows;
    met += drawn.table.rows;
    const verdict = await check(drawn.table, tableValidators, evidence, ctx);
    if (round === 0) findings = verdict.findings;
    const kept = keptRows(verdict).subarray(0, missing);
    dropped += verdict.keep.reduce((sum, keep) => sum + 1 - keep, 0);
    have += kept.length;
    const lineage = lineageOf(source, drawn.blocks, firstBlock);
    parts.push(trackedTable(takeRows(drawn.table, kept), takeRows(lineage, kept)));
    firstBlock += drawn.blocks.length;
    if (drawn.table.rows === 0) break;
  }
  const tracked = trackedTable(
    concatTables(parts.map((part) => part.table)),
    concatTables(parts.map((part) => part.lineage)),
  );
  return {
    tracked,
    requested: request.rows,
    shortfall: request.rows - have,
    acceptance: met / generated,
    dropped,
    findings,
  };
}

/** The training rows, cells nullable where the model says so: text that is not modelled is left empty, which is no fault of a row. */
function asModelled({ train, model }: RowSource): Table {
  const columns = train.spec.columns.map((spec) => {
    const modelled = model.schema.columns.find(({ name }) => name === spec.name);
    return { ...spec, nullable: spec.nullable || modelled?.nullable === true };
  });
  return { ...train, spec: { columns } };
}

function lineageOf(source: RowSource, blocks: readonly number[], firstBlock: number): Lineage {
  const parts = blocks.map((rows, i) => {
    const block = firstBlock + i;
    const { name, version } = source.generator;
    const shared = {
      origin: 'synthetic',
      generator: name,
      generator_version: version,
      run: source.run,
      block,
      depth: 1,
    } as const;
    return sharedLineage(rows, { ...shared, split: 'train' }, `${source.run}/${block}/`);
  });
  return concatTables(parts);
}
