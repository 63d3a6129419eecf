import {
  type CheckEvidence,
  columnKinds,
  createContext,
  type Fingerprints,
  resolveOptions,
  rowFingerprints,
  type Table,
  takeColumns,
  takeRows,
  type Validator,
  type Verdict,
} from '@verisim/core';
import type { Assessor } from './assessor.ts';
import { copyTable } from './copy-table.ts';
import type { Tested } from './demand.ts';
import { misplaceColumns, withoutRows } from './foreign-tables.ts';
import { faultyMembers, members } from './members.ts';
import { recodeLevels, renameColumns, someRows } from './table-changes.ts';
import { sameMeaning, verdictDifference } from './verdict-difference.ts';
import { verdictFault } from './verdict-faults.ts';

/** What a validator is asked of: a batch and what to hold it against. The validator gets fingerprints of the holdout only. */
export interface ValidatorInput {
  readonly batch: Table;
  readonly train?: Table;
  readonly accepted?: Table;
  readonly holdout?: Table;
}

/** A validator under test. */
export interface ValidatorSubject extends Assessor<ValidatorInput, Verdict> {
  readonly plugin: Validator;
}

/** A validator with its inputs; `input` in place of 120 faulty rows, 300 training rows and 100 holdout rows. */
export function validatorSubject(
  plugin: Validator,
  parts: Omit<Tested, 'plugin'>,
  input: ValidatorInput = usualValidatorInput(),
): ValidatorSubject {
  return {
    ...parts,
    plugin,
    input,
    other: { ...input, batch: members('other', 77) },
    refuses: false,
    async askStraight({ batch, holdout, ...tables }, contextParts = {}) {
      const evidence: CheckEvidence = holdout ? { ...tables, holdout: fingerprintsOf(holdout) } : tables;
      const context = createContext({ seed: 'conformance', ...contextParts });
      return plugin.check(batch, resolveOptions(plugin, parts.options), evidence, context);
    },
    eachTable: changeTables,
    rename: (given, names) => changeTables(given, (table) => renameColumns(table, names)),
    inputFrom: (table) => ({ batch: table, train: someRows(table), holdout: copyTable(table) }),
    hostile: hostileInputs(input),
    lacking: new Map([
      ['a batch without evidence', { batch: input.batch }],
      ['a batch without a training table', { ...input, train: undefined }],
      ['a batch without a holdout', { ...input, holdout: undefined }],
    ]),
    difference: verdictDifference,
    differenceInMeaning: sameMeaning,
    fault: (verdict, { batch }) => verdictFault(verdict, batch.rows),
    plant: (given, change) => (given.train ? { ...given, train: change(given.train) } : given),
    written: ({ findings, tags = {} }) =>
      JSON.stringify([findings, Object.entries(tags).map(([name, values]) => [name, Array.from<unknown>(values)])]),
  };
}

function changeTables(input: ValidatorInput, change: (table: Table) => Table): ValidatorInput {
  const tables = Object.entries(input) as readonly (readonly [keyof ValidatorInput, Table | undefined])[];
  const changed = tables.flatMap(([name, table]) => (table ? [[name, change(table)] as const] : []));
  return Object.fromEntries(changed) as unknown as ValidatorInput;
}

/** 120 rows with what a batch can have wrong, 300 training, 3 accepted and 100 holdout rows, with columns of all seven kinds. */
export function usualValidatorInput(): ValidatorInput {
  const batch = faultyMembers('batch');
  const accepted = takeRows(batch, [20, 21, 22]);
  return { batch, train: members('train', 300), accepted, holdout: members('holdout', 100) };
}

/** Evidence that does not belong to the batch. */
function hostileInputs({ batch, train = batch }: ValidatorInput): ReadonlyMap<string, ValidatorInput> {
  const names = batch.spec.columns.map((spec) => spec.name);
  const renamed = {
    ...train,
    spec: { columns: train.spec.columns.map((spec) => ({ ...spec, name: `not ${spec.name}` })) },
  };
  const last = takeColumns(batch, names.slice(-1));
  return new Map([
    ['a batch with no column of the training table', { batch, train: renamed, holdout: renamed }],
    ['a batch that lacks columns of the training table', { batch: last, train, holdout: train }],
    ['a batch with columns that training lacks', { batch, train: takeColumns(batch, names.slice(0, 1)) }],
    ['accepted rows of other columns', { batch, train, accepted: renamed }],
    ['a training table without rows', { batch, train: withoutRows(train), holdout: withoutRows(train) }],
    ['a training table whose columns have changed places', { batch, train: misplaceColumns(train) }],
    ['a batch without columns', { batch: takeColumns(batch, []), train }],
    ['training levels listed backwards', { batch, train: recodeLevels(train) }],
  ]);
}

/** Fingerprints of all rows of a holdout, ids left out; made when they are first asked for. */
function fingerprintsOf(holdout: Table): Fingerprints {
  const columns = holdout.spec.columns.filter((spec) => !columnKinds[spec.kind].identifies).map((spec) => spec.name);
  const key = new Uint8Array(32).fill(7);
  const prints = (table: Table) => rowFingerprints(table, columns, key);
  let known: ReadonlySet<string> | null = null;
  return {
    columns,
    size: holdout.rows,
    collisions(table) {
      const guarded = known ?? new Set(prints(holdout));
      known = guarded;
      return Int32Array.from(prints(table).flatMap((print, row) => (guarded.has(print) ? [row] : [])));
    },
  };
}
