import { type ColumnSpec, columnIndex, columnKinds, type TableSpec } from '@verisim/core';
import { cannotPerturb, labelMayChange, nothingToPerturb, unknownKind } from '../errors.ts';
import type { Kind } from './kind.ts';
import type { PerturbOptions } from './perturb-options.ts';

/** What is done to which columns. */
export interface Plan {
  /** Each row gets the kinds of one of them, in order. */
  readonly groups: readonly (readonly Kind[])[];
  /** By column of the source: whether it may be changed. */
  readonly columns: Uint8Array;
}

const MEANT: Readonly<Record<Kind['on'], string>> = {
  text: 'texts',
  number: 'numbers and dates',
  cell: 'numbers, dates and categories',
};

/** The kinds for texts and for numbers where none is named. */
export interface DefaultKinds {
  readonly known: readonly Kind[];
  readonly byDefault: readonly string[];
}

/**
 * Options against a schema. Throws `generator-rules/unknown-kind`, `/cannot-perturb`, `/nothing-to-perturb`, `/label-may-change`, `core/unknown-column`.
 */
export function planPerturbation(spec: TableSpec, options: PerturbOptions, { known, byDefault }: DefaultKinds): Plan {
  const asked = listOf(options.kinds);
  const named = asked.map((group) => group.split('+').map((name) => kindCalled(name.trim(), known)));
  const columns = chosenColumns(spec, options.column);
  const chosen = spec.columns.filter((_, i) => columns[i] === 1);
  const changes = (kind: Kind) => spec.columns.some((_, i) => columns[i] === 1 && canChange(kind, spec, i));
  const groups =
    asked.length > 0 ? named : byDefault.map((name) => [kindCalled(name, known)]).filter(([kind]) => changes(kind));
  if (listOf(options.column).length > 0) refuseUnchanged(spec, columns, groups.flat(), known);
  for (const kind of groups.flat()) {
    const among = chosen.map((column) => `${column.name} (${column.kind})`);
    if (!changes(kind)) throw nothingToPerturb(kind.name, MEANT[kind.on], among);
    if (options.labels === 'keep' && kind.label === 'may-change') throw labelMayChange(kind.name);
  }
  return { groups, columns };
}

/** Whether a kind can change a column, were it chosen. */
export function canChange(kind: Kind, { columns }: TableSpec, i: number): boolean {
  const { storage } = columnKinds[columns[i].kind];
  if (kind.on === 'text') return storage === 'text';
  if (kind.on === 'cell') return storage !== 'text';
  return storage === 'numeric' && !(kind.ratio && columns[i].kind === 'datetime');
}

function listOf(given: string | readonly string[]): readonly string[] {
  const list = typeof given === 'string' ? given.split(',') : given;
  return list.map((one) => one.trim()).filter((one) => one !== '');
}

function kindCalled(name: string, known: readonly Kind[]): Kind {
  const found = known.find((kind) => kind.name === name);
  if (found === undefined)
    throw unknownKind(
      name,
      known.map((kind) => kind.name),
    );
  return found;
}

function chosenColumns(spec: TableSpec, given: string | readonly string[]): Uint8Array {
  const whole = typeof given === 'string' && spec.columns.some(({ name }) => name === given);
  const names = whole ? [given as string] : listOf(given);
  if (names.length === 0) return freeColumns(spec);
  const chosen = new Uint8Array(spec.columns.length);
  for (const name of names) {
    const at = columnIndex(spec, name);
    const { kind, role } = spec.columns[at];
    if (role === 'target') throw cannotPerturb(name, 'is the target, which is never changed', 'Name another column.');
    if (columnKinds[kind].identifies)
      throw cannotPerturb(
        name,
        'holds ids, and every row gets an id of its own',
        `Read it as text with --kinds ${name}=text.`,
      );
    chosen[at] = 1;
  }
  return chosen;
}

/** All but target, ids and what is ignored; ignored texts where there are no others, for texts are ignored unless somebody asks for them. */
function freeColumns({ columns }: TableSpec): Uint8Array {
  const isText = ({ kind }: ColumnSpec) => columnKinds[kind].storage === 'text';
  const open = columns.filter(({ kind, role }) => !columnKinds[kind].identifies && role !== 'target');
  const asked = open.some((column) => isText(column) && column.role !== 'ignore');
  const free = open.filter((column) => column.role !== 'ignore' || (isText(column) && !asked));
  return Uint8Array.from(columns, (column) => Number(free.includes(column)));
}

function refuseUnchanged(spec: TableSpec, columns: Uint8Array, kinds: readonly Kind[], known: readonly Kind[]): void {
  spec.columns.forEach(({ name, kind }, i) => {
    if (columns[i] === 0 || kinds.some((one) => canChange(one, spec, i))) return;
    const fitting = known.filter((one) => canChange(one, spec, i)).map((one) => one.name);
    const used =
      kinds.length === 0
        ? 'no kind is named that changes it'
        : `${kinds.map((one) => one.name).join(', ')} changes no such column`;
    const asText = columnKinds[kind].storage === 'text' ? '' : ` Or read it as text with --kinds ${name}=text.`;
    throw cannotPerturb(
      name,
      `is ${kind}, and ${used}`,
      `Kinds for it: ${fitting.length === 0 ? 'none' : fitting.join(', ')}.${asText}`,
    );
  });
}
