import {
  type CheckEvidence,
  createContext,
  type Fingerprints,
  resolveOptions,
  rowFingerprints,
  type Table,
  takeColumns,
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
  input: ValidatorInput = faultyInput('batch'),
): ValidatorSubject {
  return {
    ...parts,
    plugin,
    input,
    other: { ...input, batch: members('other', 77) },
    refuses: false,
    async ask({ batch, train, holdout }, contextParts = {}) {
      const evidence: CheckEvidence = {
        ...(train ? { train } : {}),
        ...(holdout ? { holdout: fingerprintsOf(holdout) } : {}),
      };
      const context = createContext({ seed: 'conformance', ...contextParts });
      return plugin.check(batch, resolveOptions(plugin, parts.options), evidence, context);
    },
    eachTable: changeTables,
    rename: (given, names) => changeTables(given, (table) => renameColumns(table, names)),
    inputFrom: (table) => ({ batch: table, train: someRows(table), holdout: copyTable(table) }),
    hostile: hostileInputs(input),
    lacking: new Map([
      ['a batch without evidence', { batch: input.batch }],
      ['a batch without a training table', { batch: input.batch, holdout: input.holdout }],
      ['a batch without a holdout', { batch: input.batch, train: input.train }],
    ]),
    difference: verdictDifference,
    differenceInMeaning: sameMeaning,
    fault: (verdict, { batch }) => verdictFault(verdict, batch.rows),
    plant: ({ batch, train }, change) => (train ? { batch, train: change(train) } : { batch }),
    written: ({ findings, tags = {} }) =>
      JSON.stringify([findings, Object.entries(tags).map(([name, values]) => [name, Array.from<unknown>(values)])]),
  };
}

function changeTables({ batch, train, holdout }: ValidatorInput, change: (table: Table) => Table): ValidatorInput {
  return {
    batch: change(batch),
    ...(train ? { train: change(train) } : {}),
    ...(holdout ? { holdout: change(holdout) } : {}),
  };
}

function faultyInput(label: string): ValidatorInput {
  return { batch: faultyMembers(label), train: members('train', 300), holdout: members('holdout', 100) };
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
    ['a training table without rows', { batch, train: withoutRows(train), holdout: withoutRows(train) }],
    ['a training table whose columns have changed places', { batch, train: misplaceColumns(train) }],
    ['a batch without columns', { batch: takeColumns(batch, []), train }],
    ['training levels listed backwards', { batch, train: recodeLevels(train) }],
  ]);
}

/** Fingerprints of all rows of a holdout, ids left out. */
function fingerprintsOf(holdout: Table): Fingerprints {
  const columns = holdout.spec.columns.filter((spec) => spec.kind !== 'id').map((spec) => spec.name);
  const key = new Uint8Array(32).fill(7);
  const known = new Set(rowFingerprints(holdout, columns, key));
  return {
    columns,
    size: known.size,
    collisions: (table) =>
      Int32Array.from(rowFingerprints(table, columns, key).flatMap((print, row) => (known.has(print) ? [row] : []))),
  };
}
