import {
  type Context,
  check,
  columnKinds,
  type Fingerprints,
  forkContext,
  type Generator,
  keptRows,
  type Model,
  rowHashes,
  type Table,
  type TableSpec,
  takeColumns,
} from '@verisim/core';
import { duplicateValidator, tableValidators } from '@verisim/validator-table';
import { createHashSet, type HashSet } from './hash-set.ts';
import { type BlockFinding, blockFinding } from './merge-findings.ts';

/** Where rows come from and what they are held against. */
export interface RowSource {
  readonly generator: Generator<unknown, 'data'>;
  readonly model: Model;
  readonly train: Table;
  readonly fingerprints?: Fingerprints;
  /** Goes into the lineage. */
  readonly run: string;
  /** Depth of the rows that are made; 1, made from real rows, when left out. See `depthAfter`. */
  readonly depth?: number;
  /** The id of a training row, for rows whose generator says which they were made from; `train:<row>` when left out. */
  readonly trainId?: (row: number) => string;
}

/** The rows of a block that every check keeps, ascending, and what the checks said. */
export interface BlockVerdict {
  readonly kept: Int32Array;
  readonly findings: readonly BlockFinding[];
}

/** The checks of a draw block by block. What concerns all rows at once is known by hashes of the rows so far. */
export interface BlockChecks {
  /** Checks one block. */
  check(block: number, table: Table, ctx: Context): Promise<BlockVerdict>;
  /** Whether kept rows have to be told of: they have ids that must not repeat. */
  readonly remembers: boolean;
  /** Tells of rows that are part of the output. */
  remember(kept: Table): void;
}

/** What is said of ids that an earlier block used; the words are those of the key validator for one block. */
const REPEATED = { rule: 'repeated-id', level: 'warning' } as const;

/** Repeats among all rows are reported for the output as a whole (`duplicateFindings`), not block by block. */
const CHECKS = tableValidators.filter(({ validator }) => validator !== (duplicateValidator as typeof validator));

/** Makes the checks of one draw. */
export function blockChecks(source: RowSource): BlockChecks {
  const evidence = evidenceOf(source);
  const seen = new Map(keyColumns(source.model.schema, source.train).map((name) => [name, createHashSet()]));
  return {
    remembers: seen.size > 0,
    async check(block, table, ctx) {
      const verdict = await check(table, CHECKS, evidence, forkContext(ctx, `checks:${block}`));
      const findings = verdict.findings.map((finding) => blockFinding(finding, table.rows));
      for (const [name, ids] of seen) {
        const rows = seenBefore(table, name, ids).filter((row) => verdict.keep[row] === 1);
        if (rows.length === 0) continue;
        for (const row of rows) verdict.keep[row] = 0;
        const says = `repeat an id of an earlier row in "${name}"; dropped.`;
        findings.push({ ...REPEATED, says, rows: rows.length, first: rows[0] });
      }
      return { kept: keptRows(verdict), findings };
    },
    remember(kept) {
      for (const [name, ids] of seen) {
        const { high, low } = rowHashes(takeColumns(kept, [name]));
        for (let row = 0; row < kept.rows; row++) ids.add(high[row], low[row]);
      }
    },
  };
}

/**
 * What the checks hold rows against: cells nullable where the model says so, for text that is not modelled is left empty, which is no fault of a row; columns that
 * readers ignore count where the model makes them.
 */
export function evidenceOf({ train, model, fingerprints }: RowSource): { train: Table; holdout?: Fingerprints } {
  const columns = train.spec.columns.map((spec) => {
    const modelled = model.schema.columns.find(({ name }) => name === spec.name);
    const role = spec.role === 'ignore' ? (modelled?.role ?? spec.role) : spec.role;
    return { ...spec, role, nullable: spec.nullable || modelled?.nullable === true };
  });
  return { train: { ...train, spec: { ...train.spec, columns } }, holdout: fingerprints };
}

/** Id columns whose training ids do not repeat: those that the key validator holds to be keys. */
function keyColumns(schema: TableSpec, train: Table): readonly string[] {
  return schema.columns
    .filter(({ name, kind }) => {
      if (!columnKinds[kind].identifies) return false;
      const column = train.columns[train.spec.columns.findIndex((spec) => spec.name === name)];
      if (column?.storage !== 'text') return true;
      const present = column.values.filter((value) => value !== null);
      return new Set(present).size === present.length;
    })
    .map(({ name }) => name);
}

function seenBefore(table: Table, name: string, ids: HashSet): number[] {
  const only = takeColumns(table, [name]);
  const [column] = only.columns;
  const { high, low } = rowHashes(only);
  const found: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    const missing = column.storage === 'text' && column.values[row] === null;
    if (!missing && ids.has(high[row], low[row])) found.push(row);
  }
  return found;
}
